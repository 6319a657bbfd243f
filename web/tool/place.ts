/** A site, or a cluster of it, as filters and links name it. */
export const placeText = ({ site, cluster }: { site: string; cluster: string }) =>
  cluster === '' ? site : `${site}/${cluster}`;

export const versionText = (version: string) => (version === '' ? 'not told' : version);
