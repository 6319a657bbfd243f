import { sheets } from './sheets.ts';

const tabs = [
  ...sheets.map(({ name, title }) => ({ name: String(name), title })),
  { name: 'images', title: 'Images' },
  { name: 'conda', title: 'Conda' },
];

/** The tables of the fleet, as a line of links. */
export function FleetTabs({ current }: { current: string }) {
  return (
    <nav aria-label="Tables of the fleet">
      <ul class="tabs">
        {tabs.map(({ name, title }) => (
          <li key={name}>
            <a href={`/fleet/${name}`} aria-current={name === current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
