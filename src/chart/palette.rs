//! How each element of a figure is styled: its role and its shade.
//!
//! The page turns both into class names and colours them in its style sheet; only the SVG export resolves
//! the colours here, for the light theme.

/// The role of an element in a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// Grid line.
    Grid,
    /// The zero line.
    Axis,
    /// Tick label.
    Tick,
    /// Name of a row or a line.
    Label,
    /// Name of an emphasized row.
    Strong,
    /// Heading of a group of rows or of a panel.
    Head,
    /// Value next to a mark.
    Value,
    /// Remark, or the interval next to a value.
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
    /// Vertical line through the hovered or focused mark, hidden otherwise.
    Guide,
    /// Invisible surface that receives hover and shows focus.
    Hit,
}

/// The series or meaning that decides an element's colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Shade {
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
    /// Reduces the result.
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

impl Role {
    const ALL: [(Role, &'static str); 23] = [
        (Role::Grid, "c-grid"),
        (Role::Axis, "c-axis"),
        (Role::Tick, "c-tick"),
        (Role::Label, "c-label"),
        (Role::Strong, "c-strong"),
        (Role::Head, "c-head"),
        (Role::Value, "c-value"),
        (Role::Note, "c-note"),
        (Role::Bar, "c-bar"),
        (Role::Dot, "c-dot"),
        (Role::Stem, "c-stem"),
        (Role::Whisker, "c-whisker"),
        (Role::Halo, "c-halo"),
        (Role::Line, "c-line"),
        (Role::Dash, "c-dash"),
        (Role::Area, "c-area"),
        (Role::Outline, "c-outline"),
        (Role::Link, "c-link"),
        (Role::Reference, "c-reference"),
        (Role::Ring, "c-ring"),
        (Role::Cell, "c-cell"),
        (Role::Guide, "guide"),
        (Role::Hit, "hit"),
    ];

    /// Font size in tenths of a pixel; the style sheet sets the same.
    pub fn size(self) -> i32 {
        match self {
            Role::Tick | Role::Note => 120,
            _ => 130,
        }
    }

    /// Whether the text is set in the heavier weight.
    pub fn bold(self) -> bool {
        matches!(self, Role::Strong | Role::Head)
    }

    /// The class name; prefixed with `c-`, except for the two that react to the pointer.
    pub fn class(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl Shade {
    const ALL: [(Shade, &'static str); 17] = [
        (Shade::Plain, ""),
        (Shade::Series1, "series-1"),
        (Shade::Series2, "series-2"),
        (Shade::Series3, "series-3"),
        (Shade::Series4, "series-4"),
        (Shade::Muted, "muted"),
        (Shade::Up, "up"),
        (Shade::Down, "down"),
        (Shade::Total, "total"),
        (Shade::Heat1, "heat-1"),
        (Shade::Heat2, "heat-2"),
        (Shade::Heat3, "heat-3"),
        (Shade::Heat4, "heat-4"),
        (Shade::Heat5, "heat-5"),
        (Shade::Heat6, "heat-6"),
        (Shade::Heat7, "heat-7"),
        (Shade::Missing, "missing"),
    ];

    /// The shade of scenario `index`, counted from zero; there are four colours, which repeat after the fourth scenario.
    pub fn series(index: usize) -> Shade {
        Self::ALL[1 + index % 4].0
    }

    /// The heat-map step `index`, 0 for the lowest to 6 for the highest.
    pub fn heat(index: usize) -> Shade {
        Self::ALL[9 + index.min(6)].0
    }

    /// The class name, empty for the plain shade.
    pub fn class(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The colour in the light theme, the same as in the page's style sheet.
    pub fn light(self) -> &'static str {
        match self {
            Shade::Plain => "#1f2933",
            Shade::Series1 => "#0072b2",
            Shade::Series2 | Shade::Up => "#d55e00",
            Shade::Series3 | Shade::Down => "#009e73",
            Shade::Series4 => "#cc79a7",
            Shade::Muted => "#8a949e",
            Shade::Total => "#5b6670",
            Shade::Heat1 => "#eef4f9",
            Shade::Heat2 => "#cfe1ee",
            Shade::Heat3 => "#a6cbe3",
            Shade::Heat4 => "#74b0d4",
            Shade::Heat5 => "#3f8fc0",
            Shade::Heat6 => "#12699f",
            Shade::Heat7 => "#083f66",
            Shade::Missing => "#ffffff",
        }
    }
}

/// The role and shade of one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What the element is.
    pub role: Role,
    /// The series or meaning it is coloured by.
    pub shade: Shade,
}

impl Role {
    /// This role in a shade.
    pub const fn shaded(self, shade: Shade) -> Style {
        Style { role: self, shade }
    }

    /// This role in the default shade.
    pub const fn style(self) -> Style {
        self.shaded(Shade::Plain)
    }
}

impl Style {
    /// The class names, role first.
    pub fn class(self) -> String {
        let (role, shade) = (self.role.class(), self.shade.class());
        if shade.is_empty() {
            role.to_owned()
        } else {
            [role, shade].join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_follow_the_order_of_their_enums() {
        for (index, (role, _)) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, index);
        }
        for (index, (shade, _)) in Shade::ALL.iter().enumerate() {
            assert_eq!(*shade as usize, index);
        }
        assert_eq!(Shade::series(3), Shade::Series4);
        assert_eq!(Shade::heat(9), Shade::Heat7);
    }
}
