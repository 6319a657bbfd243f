/** Distributions whose os-release does not say what they are like, or says it in another way. */
const FAMILIES = new Map<string, string>(
  Object.entries({
    centos: 'rhel',
    rocky: 'rhel',
    almalinux: 'rhel',
    ol: 'rhel',
    scientific: 'rhel',
    eurolinux: 'rhel',
    springdale: 'rhel',
    miraclelinux: 'rhel',
    anolis: 'rhel',
    virtuozzo: 'rhel',
    xenenterprise: 'rhel',
    'xcp-ng': 'rhel',
    clearos: 'rhel',
    amzn: 'amzn',
    fedora: 'fedora',
    sles: 'suse',
    sled: 'suse',
    sles_sap: 'suse',
    'sle-micro': 'suse',
    sl_micro: 'suse',
    opensuse: 'suse',
    'opensuse-leap': 'suse',
    'opensuse-tumbleweed': 'suse',
    ubuntu: 'debian',
    linuxmint: 'debian',
    raspbian: 'debian',
    kali: 'debian',
    archarm: 'arch',
  }),
);

/** In this order: what is like rhel is also like fedora. */
const KNOWN = ['rhel', 'suse', 'debian', 'alpine', 'arch', 'gentoo', 'fedora'];

/** What a distribution is compared with: the family of its ID, else of the first it is like, else itself. */
export function familyOf(id: string, idLike: readonly string[]): string {
  const own = id.toLowerCase();
  const named = FAMILIES.get(own);
  if (named !== undefined) return named;
  const like = idLike.map((word) => FAMILIES.get(word.toLowerCase()) ?? word.toLowerCase());
  return [own, ...like].find((word) => KNOWN.includes(word)) ?? own;
}
