"""What goes into the offline kit beside the wheels."""
