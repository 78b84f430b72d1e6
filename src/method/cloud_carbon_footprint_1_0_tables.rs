//! Tables of Cloud Carbon Footprint: factors of regions, power and memory of processors.

use super::Error;
use super::table::{TableError, read};
use std::collections::HashMap;

/// Factors by provider and region.
#[derive(Clone, Debug, PartialEq)]
pub struct Factors(HashMap<(String, String), f64>);

impl Factors {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "cloud_carbon_footprint_factors.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, &["provider", "region", "t_per_kwh"], |row| {
            Some(((row.name(0), row.name(1)), row.number(2)))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// Factor of a region; the provider's `Unknown` where the region is not known or its factor is 0.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a provider without either.
    pub fn find(&self, provider: &str, region: &str) -> Result<f64, Error> {
        let get = |region: &str| self.0.get(&(provider.to_owned(), region.to_owned())).copied();
        get(region)
            .filter(|factor| *factor != 0.0)
            .or_else(|| get("Unknown"))
            .ok_or_else(|| Error::NotFound {
                what: "provider",
                name: provider.to_owned(),
            })
    }
}

/// Power and memory of processors.
#[derive(Clone, Debug, PartialEq)]
pub struct Processors(HashMap<(String, String), [Option<f64>; 3]>);

impl Processors {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "cloud_carbon_footprint_processors.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let header = &["provider", "processor", "min_w", "max_w", "memory_gb"];
        let rows = read(Self::FILE, text, header, |row| {
            let figures = [Some(row.number(2)), Some(row.number(3)), row.optional(4)];
            Some(((row.name(0), row.name(1)), figures))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    fn figures(&self, provider: &str, names: &[String], which: usize) -> Result<Vec<f64>, Error> {
        let figure = |name: &String| {
            let row = self.0.get(&(provider.to_owned(), name.clone()));
            row.and_then(|figures| figures[which])
                .ok_or_else(|| Error::NotFound {
                    what: "processor",
                    name: format!("{provider}/{name}"),
                })
        };
        names.iter().map(figure).collect()
    }

    /// Idle and full power of one processor or accelerator, W.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn power(&self, provider: &str, name: &str) -> Result<[f64; 2], Error> {
        let names = [name.to_owned()];
        let one = |which| Ok(self.figures(provider, &names, which)?[0]);
        Ok([one(0)?, one(1)?])
    }

    /// Idle power, full power (W per virtual processor) and memory (GB) the method assumes for a machine that may have
    /// any of `names`: the mean, or the median of the powers where Sandy Bridge or Ivy Bridge is among them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a processor the method does not know.
    pub fn assumed(&self, provider: &str, names: &[String]) -> Result<[f64; 3], Error> {
        let old = names
            .iter()
            .any(|name| name == "sandy_bridge" || name == "ivy_bridge");
        let average = ["average".to_owned()];
        let pick = |which: usize, median: bool| -> Result<f64, Error> {
            let figures = self.figures(provider, names, which)?;
            let value = watts(&figures, median);
            if value == 0.0 {
                Ok(self.figures(provider, &average, which)?[0])
            } else {
                Ok(value)
            }
        };
        Ok([pick(0, old)?, pick(1, old)?, pick(2, false)?])
    }
}

/// Mean (0 of nothing), or median.
pub fn watts(figures: &[f64], median: bool) -> f64 {
    if figures.is_empty() {
        return if median { f64::NAN } else { 0.0 };
    }
    if median {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (low, high) = ((sorted.len() - 1) / 2, sorted.len() / 2);
        return f64::midpoint(sorted[low], sorted[high]);
    }
    figures.iter().sum::<f64>() / figures.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middles() {
        assert!((watts(&[1.0, 2.0, 6.0], false) - 3.0).abs() < 1e-12);
        assert!((watts(&[6.0, 1.0, 2.0], true) - 2.0).abs() < 1e-12);
        assert!((watts(&[6.0, 1.0, 2.0, 4.0], true) - 3.0).abs() < 1e-12);
        assert!(watts(&[], false).abs() < 1e-12 && watts(&[], true).is_nan());
    }

    #[test]
    fn accelerators_have_powers_and_no_memory() {
        let text = "provider,processor,min_w,max_w,memory_gb\naws,nvidia_t4,8,71,\n";
        let processors = Processors::parse(text).unwrap();
        assert_eq!(processors.power("aws", "nvidia_t4"), Ok([8.0, 71.0]));
        assert!(processors.power("azure", "nvidia_t4").is_err());
        assert!(processors.assumed("aws", &["nvidia_t4".to_owned()]).is_err());
    }

    #[test]
    fn regions_fall_back() {
        let factors = Factors::parse("provider,region,t_per_kwh\naws,Unknown,0.4\naws,eu,0.1\n").unwrap();
        let at = |provider: &str, region: &str| factors.find(provider, region);
        assert_eq!((at("aws", "eu"), at("aws", "mars")), (Ok(0.1), Ok(0.4)));
        assert!(at("gcp", "eu").is_err());
    }

    /// Expected values printed by the real package in node.
    #[test]
    fn powers_of_mixed_machines() {
        let cases = [
            (vec![2.17, 1.0, 0.65], true, 1.0),
            (vec![1.0, 0.65], false, 0.825),
            (vec![3.04, 1.0], true, 2.02),
        ];
        for (figures, median, expected) in cases {
            assert!((watts(&figures, median) - expected).abs() < 1e-12, "{figures:?}");
        }
        let processors = Processors::parse(
            "provider,processor,min_w,max_w,memory_gb\naws,average,0.74,3.5,80.69\naws,haswell,1,4.74,27.71\n\
             aws,ivy_bridge,3.04,8.25,9.67\naws,skylake,0.65,4.26,81.32\n",
        )
        .unwrap();
        let assumed = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            processors.assumed("aws", &names).unwrap()
        };
        assert_eq!(assumed(&["haswell", "skylake"])[0].to_bits(), 0.825_f64.to_bits());
        assert_eq!(
            assumed(&["ivy_bridge", "haswell"])[0].to_bits(),
            2.02_f64.to_bits()
        );
        assert_eq!(assumed(&[])[0].to_bits(), 0.74_f64.to_bits());
        assert!(processors.assumed("aws", &["abacus".to_owned()]).is_err());
    }
}
