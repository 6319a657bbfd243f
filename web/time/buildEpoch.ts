/**
 * Builds that give the same bytes at any time set a fixed date: the start of 1970 (SOURCE_DATE_EPOCH=0, Bazel, Nix), or
 * of 1980, the first that a ZIP file can hold (Cloud Native Buildpacks, Jib).
 */
export function isBuildEpoch(time: string): boolean {
  return /^19[78]0-01-01T00:00:0[01](?:\.0+)?Z$/.test(time);
}
