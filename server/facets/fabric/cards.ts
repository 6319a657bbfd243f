import { gigabitsOf, nothingTold, type Port, type Told } from './adapter.ts';

/** The agent's lines: a card begins with `class`, a port of it with `port`. Null when a class cannot be read. */
export function readCards(text: string): Told[] | null {
  const cards: Told[] = [];
  for (const line of text.split('\n')) {
    const space = line.indexOf(' ');
    const name = space < 0 ? line : line.slice(0, space);
    const value = space < 0 ? '' : line.slice(space + 1).trim();
    if (name === 'unread') return null;
    if (name === 'class')
      cards.push({ ...nothingTold, class: value === 'cxi' ? 'cxi' : 'infiniband', ports: [] });
    const card = cards.at(-1);
    if (card) readLine(card, name, value);
  }
  return cards;
}

function readLine(card: Told, name: string, value: string): void {
  const port = card.ports.at(-1);
  switch (name) {
    case 'driver':
      card.driver = value;
      return;
    case 'driver-version':
      card.driverVersion = value;
      return;
    case 'vendor':
      card.vendor = value;
      return;
    case 'device':
      card.device = value;
      return;
    case 'node-type':
      card.nodeType = value;
      return;
    case 'type':
      card.type = value;
      return;
    case 'board':
      card.board = value;
      return;
    case 'firmware':
      card.firmware = value;
      return;
    case 'port':
      card.ports.push({ linkLayer: '', isUp: false, gigabits: null });
      return;
    default:
      if (port) readPort(port, name, value);
  }
}

function readPort(port: Port, name: string, value: string): void {
  if (name === 'link-layer') port.linkLayer = value;
  // `4: ACTIVE`; of Slingshot `up`.
  if (name === 'state') port.isUp = /^(?:4\b|up$)/.test(value);
  if (name === 'rate') port.gigabits = gigabitsOf(value);
}
