import { gigabitsOf, nothingTold, type Port, type Told } from './adapter.ts';

/** A card of `ibstat` begins with a line such as `CA 'mlx5_0'`, a port with `Port 1:`. */
export function readIbstat(text: string): Told[] | null {
  const cards: Told[] = [];
  for (const line of text.split('\n')) {
    if (/^CA '[^']{1,64}'/.test(line)) cards.push({ ...nothingTold, ports: [] });
    const card = cards.at(-1);
    if (!card) continue;
    if (/^\s+Port \d{1,3}:/.test(line)) card.ports.push(noPort());
    const [name, value] = pair(line);
    const port = card.ports.at(-1);
    if (name === 'CA type') card.type = value;
    if (name === 'Firmware version') card.firmware = value;
    if (name === 'Number of ports') card.portCount = whole(value);
    if (!port) continue;
    if (name === 'State') port.isUp = value === 'Active';
    if (name === 'Rate') port.gigabits = gigabitsOf(value);
    if (name === 'Link layer') port.linkLayer = value;
  }
  return cards.length > 0 ? cards : null;
}

/** `ibv_devinfo`, with or without -v: `hca_id:	mlx5_0`, then lines of the card, then `port:	1` and lines of it. */
export function readIbvDevinfo(text: string): Told[] | null {
  const cards: Told[] = [];
  for (const line of text.split('\n')) {
    const [name, value] = pair(line);
    if (name === 'hca_id') cards.push({ ...nothingTold, ports: [] });
    const card = cards.at(-1);
    if (!card) continue;
    if (name === 'port') card.ports.push(noPort());
    const port = card.ports.at(-1);
    if (name === 'transport') card.nodeType = value;
    if (name === 'fw_ver') card.firmware = value;
    if (name === 'board_id') card.board = value;
    if (name === 'phys_port_cnt') card.portCount = whole(value);
    // A decimal part number, 4123, is what other programs call MT4123.
    if (name === 'vendor_part_id') card.type = partName(value);
    if (!port) continue;
    if (name === 'state') port.isUp = value.startsWith('PORT_ACTIVE');
    if (name === 'link_layer') port.linkLayer = value;
    // `4X (2)` and `50.0 Gbps (64)`: lanes and the rate of each.
    if (name === 'active_width') port.gigabits = gigabitsOf(value);
    if (name === 'active_speed' && port.gigabits !== null)
      port.gigabits = Math.round(port.gigabits * (gigabitsOf(value) ?? 0) * 10) / 10 || null;
  }
  // Lanes alone are no rate; without -v neither is told.
  for (const port of cards.flatMap((card) => card.ports))
    if (!/active_speed:/.test(text)) port.gigabits = null;
  return cards.length > 0 ? cards : null;
}

/** `ibstatus`: a block of each port, `Infiniband device 'mlx5_0' port 1 status:`. */
export function readIbstatus(text: string): Told[] | null {
  const cards = new Map<string, Told>();
  let port: Port | undefined;
  for (const line of text.split('\n')) {
    const found = /^Infiniband device '([^']{1,64})' port \d{1,3} status:/.exec(line)?.[1];
    if (found !== undefined) {
      const card = cards.get(found) ?? { ...nothingTold, ports: [] };
      cards.set(found, card);
      port = noPort();
      card.ports.push(port);
    }
    if (!port) continue;
    const [name, value] = pair(line);
    if (name === 'state') port.isUp = value.endsWith('ACTIVE');
    if (name === 'rate') port.gigabits = gigabitsOf(value);
    if (name === 'link_layer') port.linkLayer = value;
  }
  return cards.size > 0 ? [...cards.values()] : null;
}

/** `cxi_stat`: `Device: cxi0` and indented lines. */
export function readCxiStat(text: string): Told[] | null {
  const cards: Told[] = [];
  for (const line of text.split('\n')) {
    const [name, value] = pair(line);
    if (name === 'Device' && /^cxi\d+$/.test(value)) {
      const port = { ...noPort(), isUp: true };
      cards.push({ ...nothingTold, class: 'cxi', ports: [port] });
    }
    const card = cards.at(-1);
    const port = card?.ports[0];
    if (!card || !port) continue;
    if (name === 'Description') card.type = value;
    if (name === 'Part Number') card.board = value;
    if (name === 'FW Version') card.firmware = value;
    if (name === 'Link speed') port.gigabits = gigabitsOf(value);
    if (name === 'Link state') port.isUp = value === 'up';
  }
  return cards.length > 0 ? cards : null;
}

function noPort(): Port {
  return { linkLayer: '', isUp: false, gigabits: null };
}

function pair(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return colon < 0 ? ['', ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

function whole(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}

function partName(text: string): string {
  return /^4\d{3,4}$/.test(text) ? `MT${text}` : '';
}
