facet_images() {
	gz_end absent not-written
}
