//! What each element is (its part) and whom it belongs to (its tone).
//!
//! The page turns both into class names and colours them by its style sheet; only the SVG export resolves
//! them here, for the light theme.

/// The role of an element in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Line of the mesh.
    Grid,
    /// The zero line.
    Axis,
    /// Text at a mesh line.
    Tick,
    /// Name of a row or a line.
    Label,
    /// Name of a row that matters more than its neighbours.
    Strong,
    /// Heading of a group of rows or of a panel.
    Head,
    /// Value beside a mark.
    Value,
    /// Remark, or the interval beside a value.
    Note,
    /// Bar.
    Bar,
    /// Point estimate of a row.
    Dot,
    /// Thin line from zero to a dot.
    Stem,
    /// Interval of 5 to 95 %.
    Whisker,
    /// Surface-coloured edge that lifts a whisker off its bar.
    Halo,
    /// Solid line.
    Line,
    /// Dashed line.
    Dash,
    /// Filled area under or between lines.
    Area,
    /// Outline of an area.
    Outline,
    /// Connector between bars of a waterfall.
    Link,
    /// Reference line, such as the central case.
    Reference,
    /// Ring around a point or cell of interest.
    Ring,
    /// Cell of a heat map.
    Cell,
    /// Line at the place pointed at, shown with the mark only.
    Guide,
    /// Invisible surface that takes hover and shows focus.
    Hit,
}

/// The series or meaning an element is coloured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tone {
    /// No colour of its own.
    #[default]
    Plain,
    /// First scenario.
    Series1,
    /// Second scenario.
    Series2,
    /// Third scenario.
    Series3,
    /// Fourth scenario.
    Series4,
    /// Context: published rows, other regions.
    Muted,
    /// Adds to the result.
    Up,
    /// Takes from the result.
    Down,
    /// Start and end of a waterfall.
    Total,
    /// Heat map, lowest seventh.
    Heat1,
    /// Heat map, second seventh.
    Heat2,
    /// Heat map, third seventh.
    Heat3,
    /// Heat map, middle seventh.
    Heat4,
    /// Heat map, fifth seventh.
    Heat5,
    /// Heat map, sixth seventh.
    Heat6,
    /// Heat map, highest seventh.
    Heat7,
    /// No data.
    Missing,
}

impl Part {
    const ALL: [(Part, &'static str); 23] = [
        (Part::Grid, "c-grid"),
        (Part::Axis, "c-axis"),
        (Part::Tick, "c-tick"),
        (Part::Label, "c-label"),
        (Part::Strong, "c-strong"),
        (Part::Head, "c-head"),
        (Part::Value, "c-value"),
        (Part::Note, "c-note"),
        (Part::Bar, "c-bar"),
        (Part::Dot, "c-dot"),
        (Part::Stem, "c-stem"),
        (Part::Whisker, "c-whisker"),
        (Part::Halo, "c-halo"),
        (Part::Line, "c-line"),
        (Part::Dash, "c-dash"),
        (Part::Area, "c-area"),
        (Part::Outline, "c-outline"),
        (Part::Link, "c-link"),
        (Part::Reference, "c-reference"),
        (Part::Ring, "c-ring"),
        (Part::Cell, "c-cell"),
        (Part::Guide, "guide"),
        (Part::Hit, "hit"),
    ];

    /// Font size in tenths of a pixel; the style sheet sets the same.
    pub fn size(self) -> i32 {
        match self {
            Part::Tick | Part::Note => 120,
            _ => 130,
        }
    }

    /// Whether the text is set in the heavier weight.
    pub fn bold(self) -> bool {
        matches!(self, Part::Strong | Part::Head)
    }

    /// The class name: prefixed where the page might use the same word, plain for what answers to a pointer.
    pub fn class(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl Tone {
    const ALL: [(Tone, &'static str); 17] = [
        (Tone::Plain, ""),
        (Tone::Series1, "series-1"),
        (Tone::Series2, "series-2"),
        (Tone::Series3, "series-3"),
        (Tone::Series4, "series-4"),
        (Tone::Muted, "muted"),
        (Tone::Up, "up"),
        (Tone::Down, "down"),
        (Tone::Total, "total"),
        (Tone::Heat1, "heat-1"),
        (Tone::Heat2, "heat-2"),
        (Tone::Heat3, "heat-3"),
        (Tone::Heat4, "heat-4"),
        (Tone::Heat5, "heat-5"),
        (Tone::Heat6, "heat-6"),
        (Tone::Heat7, "heat-7"),
        (Tone::Missing, "missing"),
    ];

    /// The tone of scenario `index`, counted from zero; four scenarios have a colour, more share them.
    pub fn series(index: usize) -> Tone {
        Self::ALL[1 + index % 4].0
    }

    /// The heat-map step `index`, 0 for the lowest to 6 for the highest.
    pub fn heat(index: usize) -> Tone {
        Self::ALL[9 + index.min(6)].0
    }

    /// The class name, empty for the plain tone.
    pub fn class(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The colour in the light theme, the same as in the style sheets of the page.
    pub fn light(self) -> &'static str {
        match self {
            Tone::Plain => "#1f2933",
            Tone::Series1 => "#0072b2",
            Tone::Series2 | Tone::Up => "#d55e00",
            Tone::Series3 | Tone::Down => "#009e73",
            Tone::Series4 => "#cc79a7",
            Tone::Muted => "#8a949e",
            Tone::Total => "#5b6670",
            Tone::Heat1 => "#eef4f9",
            Tone::Heat2 => "#cfe1ee",
            Tone::Heat3 => "#a6cbe3",
            Tone::Heat4 => "#74b0d4",
            Tone::Heat5 => "#3f8fc0",
            Tone::Heat6 => "#12699f",
            Tone::Heat7 => "#083f66",
            Tone::Missing => "#ffffff",
        }
    }
}

/// Part and tone of one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// What it is.
    pub part: Part,
    /// Whose it is.
    pub tone: Tone,
}

impl Part {
    /// This part in a tone.
    pub const fn of(self, tone: Tone) -> Ink {
        Ink { part: self, tone }
    }

    /// This part without a colour of its own.
    pub const fn ink(self) -> Ink {
        self.of(Tone::Plain)
    }
}

impl Ink {
    /// The class names, part first.
    pub fn class(self) -> String {
        let (part, tone) = (self.part.class(), self.tone.class());
        if tone.is_empty() {
            part.to_owned()
        } else {
            [part, tone].join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_the_order_of_their_enums() {
        for (index, (part, _)) in Part::ALL.iter().enumerate() {
            assert_eq!(*part as usize, index);
        }
        for (index, (tone, _)) in Tone::ALL.iter().enumerate() {
            assert_eq!(*tone as usize, index);
        }
        assert_eq!(Tone::series(3), Tone::Series4);
        assert_eq!(Tone::heat(9), Tone::Heat7);
    }
}
