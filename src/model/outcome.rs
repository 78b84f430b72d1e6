//! The shape of a result: leaf x indicator. Totals are sums of leaves and nothing else.

use std::ops::{Index, IndexMut};

/// What is counted. The unit of each is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Indicator {
    /// Electricity at the meter of the data centre, kWh.
    Energy,
    /// GHG emissions, location-based: with the grid's average intensity, kg CO2e.
    GhgLocation,
    /// GHG emissions, market-based: with contracts for electricity, kg CO2e. Reported alongside, never added.
    GhgMarket,
    /// Water consumed at the data centre, L.
    WaterOnSite,
    /// Water consumed where the power is generated, L.
    WaterOffSite,
    /// Primary energy, MJ.
    PrimaryEnergy,
    /// Abiotic depletion of minerals and metals, kg Sb eq.
    Minerals,
    /// E-waste, kg.
    EWaste,
    /// Cost of electricity, USD.
    Cost,
    /// Damage valued at the social cost of carbon, USD. Not part of the cost.
    SocialCost,
}

impl Indicator {
    /// Number of indicators.
    pub const COUNT: usize = 10;
    /// All, in the order of the results.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Energy,
        Self::GhgLocation,
        Self::GhgMarket,
        Self::WaterOnSite,
        Self::WaterOffSite,
        Self::PrimaryEnergy,
        Self::Minerals,
        Self::EWaste,
        Self::Cost,
        Self::SocialCost,
    ];

    /// Stable id for files and links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Energy => "energy_kwh",
            Self::GhgLocation => "ghg_location_kg",
            Self::GhgMarket => "ghg_market_kg",
            Self::WaterOnSite => "water_on_site_l",
            Self::WaterOffSite => "water_off_site_l",
            Self::PrimaryEnergy => "primary_energy_mj",
            Self::Minerals => "minerals_kg_sb_eq",
            Self::EWaste => "e_waste_kg",
            Self::Cost => "cost_usd",
            Self::SocialCost => "social_cost_usd",
        }
    }

    /// The indicator with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|indicator| indicator.id() == id)
    }

    /// Whether it derives from GHG emissions: where it does, a combustion-only grid intensity gives
    /// lower results than a life-cycle one.
    pub const fn is_ghg(self) -> bool {
        matches!(self, Self::GhgLocation | Self::GhgMarket | Self::SocialCost)
    }

    /// Its unit, as parameter tables write units.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Energy => "kWh",
            Self::GhgLocation | Self::GhgMarket => "kg CO2e",
            Self::WaterOnSite | Self::WaterOffSite => "L",
            Self::PrimaryEnergy => "MJ",
            Self::Minerals => "kg Sb eq",
            Self::EWaste => "kg",
            Self::Cost | Self::SocialCost => "USD",
        }
    }
}

/// The five life-cycle stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    /// Manufacturing accelerators, hosts and a share of network and storage.
    Manufacturing,
    /// Data preparation, development, the final run, fine-tuning.
    Training,
    /// Cooling, power distribution, network, storage.
    Operations,
    /// Inference.
    Inference,
    /// Collection, treatment and disposal of discarded equipment.
    EndOfLife,
}

impl Stage {
    /// Number of stages.
    pub const COUNT: usize = 5;
    /// All, in the order of a life cycle.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Manufacturing,
        Self::Training,
        Self::Operations,
        Self::Inference,
        Self::EndOfLife,
    ];

    /// Stable id for files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Manufacturing => "manufacturing",
            Self::Training => "training",
            Self::Operations => "operations",
            Self::Inference => "inference",
            Self::EndOfLife => "end_of_life",
        }
    }
}

/// Which of the two jobs a leaf belongs to: training the model once, or serving it every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Once, at the start.
    Training,
    /// Every day of the horizon.
    Inference,
}

macro_rules! leaves {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $stage:ident, $phase:ident;)*) => {
        /// The parts of a result at the finest resolution.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Leaf { $($(#[$doc])* $name,)* }

        impl Leaf {
            /// All, stage by stage.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
            /// Number of leaves.
            pub const COUNT: usize = Self::ALL.len();
            /// Stable id for files.
            pub const fn id(self) -> &'static str { match self { $(Self::$name => $id,)* } }
            /// The stage it is a part of.
            pub const fn stage(self) -> Stage { match self { $(Self::$name => Stage::$stage,)* } }
            /// The job it belongs to.
            pub const fn phase(self) -> Phase { match self { $(Self::$name => Phase::$phase,)* } }
        }
    };
}

leaves! {
    /// Amortized manufacture of the training accelerators.
    MakingTrainingAccelerators, "making_training_accelerators", Manufacturing, Training;
    /// Amortized manufacture of the training hosts.
    MakingTrainingHosts, "making_training_hosts", Manufacturing, Training;
    /// Amortized manufacture of network and storage for training.
    MakingTrainingNetwork, "making_training_network", Manufacturing, Training;
    /// Amortized manufacture of the serving accelerators.
    MakingServingAccelerators, "making_serving_accelerators", Manufacturing, Inference;
    /// Amortized manufacture of the serving hosts.
    MakingServingHosts, "making_serving_hosts", Manufacturing, Inference;
    /// Amortized manufacture of network and storage for serving.
    MakingServingNetwork, "making_serving_network", Manufacturing, Inference;
    /// Collecting and filtering data.
    DataPreparation, "data_preparation", Training, Training;
    /// Sweeps, failed and abandoned runs.
    Development, "development", Training, Training;
    /// Accelerators of the final run.
    FinalRun, "final_run", Training, Training;
    /// Accelerators of fine-tuning.
    FineTuning, "fine_tuning", Training, Training;
    /// Processors, memory, network cards and fans of the training servers.
    TrainingHosts, "training_hosts", Training, Training;
    /// Cooling and power distribution for training, and the water it consumes.
    TrainingOverhead, "training_overhead", Operations, Training;
    /// Cluster network and storage for training.
    TrainingNetwork, "training_network", Operations, Training;
    /// Cooling and power distribution for inference, and the water it consumes.
    InferenceOverhead, "inference_overhead", Operations, Inference;
    /// Cluster network and storage for inference.
    InferenceNetwork, "inference_network", Operations, Inference;
    /// Accelerators in prefill.
    Prefill, "prefill", Inference, Inference;
    /// Accelerators in decode, or generating an image or video.
    Generation, "generation", Inference, Inference;
    /// Idle accelerators.
    Idle, "idle", Inference, Inference;
    /// Processors, memory, network cards and fans of the serving servers.
    ServingHosts, "serving_hosts", Inference, Inference;
    /// Training equipment that is collected and recycled.
    TrainingRecycled, "training_recycled", EndOfLife, Training;
    /// Training equipment that is not documented as recycled.
    TrainingDiscarded, "training_discarded", EndOfLife, Training;
    /// Serving equipment that is collected and recycled.
    ServingRecycled, "serving_recycled", EndOfLife, Inference;
    /// Serving equipment that is not documented as recycled.
    ServingDiscarded, "serving_discarded", EndOfLife, Inference;
}

/// Every leaf of one evaluation; all values finite and never negative.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaves([[f64; Indicator::COUNT]; Leaf::COUNT]);

impl Default for Leaves {
    fn default() -> Self {
        Self([[0.0; Indicator::COUNT]; Leaf::COUNT])
    }
}

impl Leaves {
    /// One leaf of one indicator.
    pub fn get(&self, leaf: Leaf, indicator: Indicator) -> f64 {
        self[leaf][indicator]
    }

    /// Sum over all leaves.
    pub fn total(&self, indicator: Indicator) -> f64 {
        self.sum(indicator, |_| true)
    }

    /// Sum over all leaves, for each indicator in the order of [`Indicator::ALL`].
    pub fn totals(&self) -> [f64; Indicator::COUNT] {
        // Row by row, as they lie in memory: this runs for every draw.
        let mut totals = [0.0; Indicator::COUNT];
        for leaf in Leaf::ALL {
            for (total, amount) in totals.iter_mut().zip(&self[*leaf]) {
                *total += amount;
            }
        }
        totals
    }

    /// Sum over the leaves of a stage.
    pub fn stage(&self, stage: Stage, indicator: Indicator) -> f64 {
        self.sum(indicator, |leaf| leaf.stage() == stage)
    }

    /// Sum over the leaves of a job.
    pub fn phase(&self, phase: Phase, indicator: Indicator) -> f64 {
        self.sum(indicator, |leaf| leaf.phase() == phase)
    }

    /// Sum over the leaves that `keep` selects.
    pub fn sum(&self, indicator: Indicator, keep: impl Fn(Leaf) -> bool) -> f64 {
        Leaf::ALL
            .iter()
            .filter(|leaf| keep(**leaf))
            .map(|leaf| self.get(*leaf, indicator))
            .sum()
    }
}

impl Index<Leaf> for Leaves {
    type Output = [f64; Indicator::COUNT];
    fn index(&self, leaf: Leaf) -> &Self::Output {
        &self.0[leaf as usize]
    }
}

impl IndexMut<Leaf> for Leaves {
    fn index_mut(&mut self, leaf: Leaf) -> &mut Self::Output {
        &mut self.0[leaf as usize]
    }
}

/// The item for each indicator, in the order of [`Indicator::ALL`].
impl<T> Index<Indicator> for [T; Indicator::COUNT] {
    type Output = T;
    fn index(&self, indicator: Indicator) -> &T {
        &self[indicator as usize]
    }
}

impl<T> IndexMut<Indicator> for [T; Indicator::COUNT] {
    fn index_mut(&mut self, indicator: Indicator) -> &mut T {
        &mut self[indicator as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = Leaf::ALL
            .iter()
            .map(|l| l.id())
            .chain(Indicator::ALL.iter().map(|i| i.id()))
            .chain(Stage::ALL.iter().map(|s| s.id()))
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn a_total_is_the_sum_of_its_stages_and_of_its_phases() {
        let mut leaves = Leaves::default();
        for (i, leaf) in Leaf::ALL.iter().enumerate() {
            leaves[*leaf][Indicator::Energy] = f64::from(1u32 << i.min(30));
        }
        let total = leaves.total(Indicator::Energy);
        let stages: f64 = Stage::ALL
            .iter()
            .map(|s| leaves.stage(*s, Indicator::Energy))
            .sum();
        let phases = leaves.phase(Phase::Training, Indicator::Energy)
            + leaves.phase(Phase::Inference, Indicator::Energy);
        assert_eq!(total.to_bits(), stages.to_bits());
        assert_eq!(total.to_bits(), phases.to_bits());
    }
}
