import type { ComponentChildren } from 'preact';
import { Plain } from './Plain.tsx';

export interface Crumb {
  title: string;
  href: string;
}

/** Where a page stands, and its name. */
export function PageHead({
  title,
  crumbs = [],
  children,
}: {
  title: string;
  crumbs?: Crumb[];
  children?: ComponentChildren;
}) {
  return (
    <header class="page-head">
      {crumbs.length > 0 && (
        <nav aria-label="Above this page">
          <ol class="crumbs">
            {crumbs.map((crumb) => (
              <li key={crumb.href}>
                <a href={crumb.href}>
                  <Plain text={crumb.title} />
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <h1>
        <Plain text={title} />
      </h1>
      {children && <div class="page-lead">{children}</div>}
    </header>
  );
}
