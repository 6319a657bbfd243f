import type { Page } from '../../routes/endpoint.ts';

/** So many rows of a list are read at once, after the first ones. */
const AT_ONCE = 10_000;

/** The pages that follow one of a list. */
export async function* pagesAfter<Row>(
  next: string | null,
  page: (limit: number, after: string) => Promise<Page<Row>>,
): AsyncGenerator<Row[]> {
  for (let after = next; after !== null; ) {
    const one = await page(AT_ONCE, after);
    yield one.items;
    after = one.next;
  }
}
