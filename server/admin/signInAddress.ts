/**
 * The address that signs in with a link's key. The key stands behind the number sign, which no browser sends: it is in no log of
 * a proxy, and nothing that only fetches the address uses it up.
 */
export function signInAddress(base: string): (key: string) => string {
  const address = base.replace(/\/+$/, '');
  return (key) => `${address}/sign-in#${key}`;
}
