facet_hardware() {
	gz_end absent not-written
}
