facet_gpus() {
	gz_end absent not-written
}
