"""From what data brings to the model's types: exact, or refused with a reason."""
