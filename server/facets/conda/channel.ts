/** Subdirs of conda channels (conda's KNOWN_SUBDIRS). */
const SUBDIR =
  /^(noarch|linux-(32|64|aarch64|armv6l|armv7l|ppc64|ppc64le|riscv32|riscv64|s390x)|osx-(64|arm64)|win-(32|64|arm64)|emscripten-\w+|wasi-\w+|freebsd-64|zos-z)$/;

export function isSubdir(text: string): boolean {
  return SUBDIR.test(text);
}

/** Servers whose first folders name a channel; conda writes their channels by name. */
const SERVERS = [
  'https://conda.anaconda.org/',
  'http://conda.anaconda.org/',
  'https://repo.anaconda.com/',
  'https://repo.continuum.io/',
];

/**
 * A channel in one form: `conda-forge`, `pkgs/main`, or an address. Records have a name, an address with
 * or without subdir, a trailing slash, a token or a password.
 */
export function channelName(text: string): string {
  let channel = withoutSlashes(withoutSecrets(text.trim()));
  const last = channel.slice(channel.lastIndexOf('/') + 1);
  if (isSubdir(last)) channel = withoutSlashes(channel.slice(0, -last.length));
  const server = SERVERS.find((one) => `${channel}/`.startsWith(one));
  if (server !== undefined) channel = channel.slice(server.length);
  return channel;
}

/** Not by /\/+$/, which takes the square of the time for many slashes that are not at the end. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

/** The agent leaves secrets on the node; a native form may still hold them. A password may have an @ itself. */
export function withoutSecrets(address: string): string {
  return address
    .replace(/[?&][A-Za-z_.-]+=[^"'\\\s#,\]]*/g, '')
    .replace(/\/t\/[^/"\s]+/g, '')
    .replace(/:\/\/[^/"\s]*@/g, '://');
}
