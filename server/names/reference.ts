/** The parts of an image reference: `docker://quay.io:443/biocontainers/samtools:1.17--h00cdaf9_0@sha256:...` */
export interface ImageReference {
  /** '' when the reference names none: which one is meant is the runtime's setting. */
  registry: string;
  /** The path without registry: account, project, name. */
  path: string[];
  tag: string;
  digest: string;
}

/**
 * Docker's grammar (distribution/reference): the first part is a host when it has a dot or a colon or
 * is `localhost`; the tag follows the last colon behind the last slash; the digest follows '@'.
 */
export function parseReference(text: string): ImageReference {
  // Only known transports: `localhost:5000/x` has a colon too, but no `//` behind it.
  const scheme = text.indexOf('://');
  const isUrl = scheme >= 0 && /^[a-z-]{1,20}$/.test(text.slice(0, scheme));
  const plain = isUrl ? text.slice(scheme + 3) : text.replace(/^(?:docker-daemon|containers-storage):/, '');
  const at = plain.indexOf('@');
  const digest = at < 0 ? '' : plain.slice(at + 1);
  const named = at < 0 ? plain : plain.slice(0, at);
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const tag = colon < 0 ? '' : named.slice(colon + 1);
  const path = (colon < 0 ? named : named.slice(0, colon)).split('/').filter((part) => part !== '');
  const first = path[0] ?? '';
  const hasRegistry = path.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  return { registry: hasRegistry ? first : '', path: hasRegistry ? path.slice(1) : path, tag, digest };
}

/** `sha256:...`, `<none>:<none>`, a bare image id, a blob's URL as Nextflow flattens it: nothing that names a tool. */
export function namesNothing(text: string): boolean {
  return unnamed.some((form) => form.test(text));
}

const unnamed: readonly RegExp[] = [
  /^(?:sha256[:._-])?[0-9a-f]{64}$/,
  /^sha256:[0-9a-f]*$/,
  /^<none>/,
  /-blobs-sha256-[0-9a-f]{2}-[0-9a-f]{64}-data$/,
];
