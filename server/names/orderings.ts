export const orderingNames = ['general', 'conda', 'debian', 'rpm', 'lmod', 'semver'] as const;

/** Whose rules order versions: an ecosystem's own, or `general` for lists that mix them (see sortKey). */
export type Ordering = (typeof orderingNames)[number];
