/** What Go (runtime.GOARCH), and with it OCI images and SIF, calls the machines of `uname -m`. */
const UNAME: Record<string, string> = {
  '386': 'i686',
  amd64: 'x86_64',
  arm64: 'aarch64',
  loong64: 'loongarch64',
  mipsle: 'mipsel',
  mips64le: 'mips64el',
};

/**
 * An architecture under the name that nodes have for it, so that an image and a node can be compared: the
 * other names of Go are the same as those of `uname -m`. '' stays ''.
 */
export function machineOf(goName: string): string {
  return UNAME[goName] ?? goName;
}
