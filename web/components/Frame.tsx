import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { SignedIn } from '../session/SignedIn.tsx';
import { Mark } from './Mark.tsx';
import { Hatches } from './OutcomeBar.tsx';

const places = [
  { href: '/', title: 'Overview', within: /^\/(clusters\/|held$|$)/ },
  { href: '/find', title: 'Find', within: /^\/(find$|tools\/)/ },
  { href: '/compare', title: 'Compare', within: /^\/compare$/ },
  { href: '/verdict', title: 'Will it run', within: /^\/verdict$/ },
  { href: '/check', title: 'Check', within: /^\/check(\/|$)/ },
  { href: '/changes', title: 'Changes', within: /^\/(changes|drift)$/ },
  { href: '/reports', title: 'Reports', within: /^\/(reports\/|deliveries$)/ },
  { href: '/nodes', title: 'Nodes', within: /^\/nodes(\/|$)/ },
  { href: '/fleet/kernels', title: 'Fleet', within: /^\/fleet\// },
  { href: '/sites', title: 'Sites', within: /^\/sites$/ },
  { href: '/sweeps', title: 'Sweeps', within: /^\/sweeps(\/|$)/ },
];

/** What every page has around it. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="masthead">
        <div class="sheet masthead-line">
          <a class="brand" href="/">
            <Mark />
            Gazetteer
          </a>
          <nav aria-label="Main">
            <ul>
              {places.map(({ href, title, within }) => (
                <li key={href}>
                  <a
                    href={href}
                    aria-current={path === href ? 'page' : within.test(path) ? 'true' : undefined}
                  >
                    {title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </div>
        <div class="neatline" />
      </header>
      <main id="main" class="sheet" tabIndex={-1}>
        {children}
      </main>
      <footer class="sheet colophon">
        <p>Gazetteer: what every node of every cluster offers.</p>
        <p>
          <SignedIn />
        </p>
        <p>
          <a href="/api/v1/openapi.json">API description</a>
        </p>
      </footer>
      <Hatches />
    </>
  );
}
