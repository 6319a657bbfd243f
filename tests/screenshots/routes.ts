/** Whether an address is one of a route of the pages, such as `/nodes/:id`. */
export function fits(address: string, route: string): boolean {
  const [own, wanted] = [address.split(/[?#]/)[0] ?? '', route].map((path) => path.split('/'));
  return (
    own?.length === wanted?.length &&
    (wanted ?? []).every((part, at) => (part.startsWith(':') ? own?.[at] !== '' : part === own?.[at]))
  );
}
