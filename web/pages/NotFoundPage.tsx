import { findPage } from '../addresses/pages.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { PageHead } from '../components/PageHead.tsx';

export function NotFoundPage() {
  useTitle('No such page');
  return (
    <>
      <PageHead title="No such page" />
      <p>
        Nothing is at this address. The <a href="/">overview</a> lists every site and cluster, and{' '}
        <a href={findPage({})}>Find</a> every tool.
      </p>
    </>
  );
}
