facet_runtimes() {
	gz_end absent not-written
}
