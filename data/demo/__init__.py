"""An invented petition office: places, people and 2,400 letters, written anew and byte-equal at every run."""
