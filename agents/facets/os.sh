facet_os() {
	gz_end absent not-written
}
