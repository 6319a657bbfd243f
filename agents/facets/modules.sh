facet_modules() {
	gz_end absent not-written
}
