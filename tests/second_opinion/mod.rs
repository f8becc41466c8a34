//! Whether somebody who knows only the description of the decision comes to the engine's answers.

mod naive;
mod world;
