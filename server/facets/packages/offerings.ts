import { nameSystem } from '../../names/index.ts';
import type { Facts, OfferingDraft } from '../facet.ts';
import { Packages } from './schema.ts';

/**
 * Packages that are parts of a system and no tools to look for: their names say so. They stay rows of the
 * document, for drift; in find they would stand between a person and what is meant.
 */
const PARTS: readonly RegExp[] = [
  // libreoffice and libtool are programs.
  /^lib(?!reoffice|tool$|virt-client|raw-bin)/,
  /-(?:devel|dev|dbg|dbgsym|debuginfo|debugsource|doc|docs|javadoc|man-pages|libs?|static|common|data|filesystem)$/,
  /-(?:langpacks?|locales?|l10n|i18n|help|selinux|fonts?|icons?|theme|themes)(?:-|$)/,
  /^(?:fonts?|perl|kernel|kmod|linux-(?:image|headers|modules|libc)|texlive|xorg-x11|ghc|golang-|rust-|node-|ruby-|php-)(?:-|$)?/,
  /^(?:gpg-pubkey|glibc|python3?-gi|gir1\.2|ca-certificates|tzdata|base-files|basesystem|filesystem|setup)(?:-|$)/,
];

/** Where the family of a manager's versions is told; apk and pacman write them as rpm does. */
const FAMILY = { dpkg: 'deb', rpm: 'rpm', apk: 'rpm', pacman: 'rpm' } as const;

/** What a system's packages offer: the last choice of all, tier 4, there by chance. */
export function packageOfferings(facts: Facts): OfferingDraft[] {
  const found = Packages.safeParse(facts);
  if (!found.success) return [];
  return found.data.packages.flatMap(({ manager, name, version }): OfferingDraft[] => {
    if (PARTS.some((part) => part.test(name))) return [];
    const named = nameSystem({ name, version, family: FAMILY[manager] });
    if (!named) return [];
    const { tool, label, version: upstream, variant, build } = named;
    return [
      {
        tool,
        label,
        version: upstream,
        variant,
        build,
        provider: 'system',
        digest: '',
        locator: `${manager} ${name}`,
      },
    ];
  });
}
