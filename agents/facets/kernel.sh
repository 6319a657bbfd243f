facet_kernel() {
	gz_end absent not-written
}
