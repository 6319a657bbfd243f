facet_conda() {
	gz_end absent not-written
}
