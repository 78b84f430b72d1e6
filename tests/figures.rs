//! Figures, byte for byte and by property.
