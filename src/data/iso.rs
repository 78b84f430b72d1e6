//! Country codes of two letters, which the tables here use, and of three, which other programs use (ISO 3166-1).

/// Two letters and three, country by country.
const CODES: &str = "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE \
    BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS \
    BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN \
    COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST \
    EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF \
    GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD \
    HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM \
    JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA \
    LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD \
    MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM \
    NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG \
    PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA \
    SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD \
    STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON \
    TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR \
    VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.split(' ').filter_map(|both| both.split_at_checked(2))
}

/// The alpha-3 code of an alpha-2 code; `None` for unknown codes.
pub fn alpha3(alpha2: &str) -> Option<&'static str> {
    pairs().find(|(two, _)| *two == alpha2).map(|(_, three)| three)
}

/// The alpha-2 code of an alpha-3 code in any case; `None` for unknown codes.
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    pairs()
        .find(|(_, three)| three.eq_ignore_ascii_case(alpha3))
        .map(|(two, _)| two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Catalog, ZoneLevel};

    #[test]
    fn codes_convert_both_ways() {
        for (two, three) in [
            ("DE", "DEU"),
            ("AF", "AFG"),
            ("ZW", "ZWE"),
            ("CH", "CHE"),
            ("CN", "CHN"),
        ] {
            assert_eq!((alpha3(two), alpha2(three)), (Some(three), Some(two)));
        }
        assert_eq!(
            (alpha3("WORLD"), alpha3("EU27"), alpha3(""), alpha2("deu")),
            (None, None, None, Some("DE"))
        );
        assert!(pairs().all(|(two, three)| two.len() == 2 && three.len() == 3));
    }

    #[test]
    fn every_country_of_the_grid_table_has_three_letters() {
        let countries = Catalog::built_in()
            .zones()
            .filter(|zone| zone.level == ZoneLevel::Country);
        let without: Vec<_> = countries
            .map(|zone| zone.code)
            .filter(|code| alpha3(code).is_none())
            .collect();
        assert_eq!(without, Vec::<&str>::new());
    }
}
