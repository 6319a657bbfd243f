/**
 * Names of Arm cores by implementer and part number, as MIDR_EL1 and /proc/cpuinfo give them. From Arm's
 * technical reference manuals and Linux' arch/arm64/include/asm/cputype.h; the spelling is that of lscpu(1).
 * Servers and the cores of common boards; what is missing is shown by its numbers.
 */
const IMPLEMENTERS: Record<string, { name: string; cores: Record<string, string> }> = {
  '41': {
    name: 'ARM',
    cores: {
      b76: 'ARM1176',
      c07: 'Cortex-A7',
      c08: 'Cortex-A8',
      c09: 'Cortex-A9',
      c0d: 'Cortex-A17',
      c0e: 'Cortex-A17',
      c0f: 'Cortex-A15',
      d01: 'Cortex-A32',
      d03: 'Cortex-A53',
      d04: 'Cortex-A35',
      d05: 'Cortex-A55',
      d07: 'Cortex-A57',
      d08: 'Cortex-A72',
      d09: 'Cortex-A73',
      d0a: 'Cortex-A75',
      d0b: 'Cortex-A76',
      d0c: 'Neoverse-N1',
      d0d: 'Cortex-A77',
      d0e: 'Cortex-A76AE',
      d40: 'Neoverse-V1',
      d41: 'Cortex-A78',
      d42: 'Cortex-A78AE',
      d44: 'Cortex-X1',
      d46: 'Cortex-A510',
      d47: 'Cortex-A710',
      d48: 'Cortex-X2',
      d49: 'Neoverse-N2',
      d4a: 'Neoverse-E1',
      d4b: 'Cortex-A78C',
      d4c: 'Cortex-X1C',
      d4d: 'Cortex-A715',
      d4e: 'Cortex-X3',
      d4f: 'Neoverse-V2',
      d80: 'Cortex-A520',
      d81: 'Cortex-A720',
      d82: 'Cortex-X4',
      d83: 'Neoverse-V3AE',
      d84: 'Neoverse-V3',
      d85: 'Cortex-X925',
      d87: 'Cortex-A725',
      d8e: 'Neoverse-N3',
    },
  },
  '42': { name: 'Broadcom', cores: { '100': 'Brahma-B53', '516': 'ThunderX2' } },
  '43': {
    name: 'Cavium',
    cores: {
      '0a0': 'ThunderX',
      '0a1': 'ThunderX-88XX',
      '0a2': 'ThunderX-81XX',
      '0a3': 'ThunderX-83XX',
      '0af': 'ThunderX2-99xx',
      '0b8': 'ThunderX3-T110',
    },
  },
  '46': { name: 'FUJITSU', cores: { '001': 'A64FX', '003': 'MONAKA' } },
  '48': { name: 'HiSilicon', cores: { d01: 'Kunpeng-920', d02: 'Kunpeng-920B', d40: 'Cortex-A76' } },
  '4e': { name: 'NVIDIA', cores: { '000': 'Denver', '003': 'Denver 2', '004': 'Carmel', '010': 'Olympus' } },
  '50': { name: 'APM', cores: { '000': 'X-Gene' } },
  '51': {
    name: 'Qualcomm',
    cores: { '001': 'Oryon', '800': 'Falkor-V1/Kryo', c00: 'Falkor', c01: 'Saphira' },
  },
  '53': { name: 'Samsung', cores: {} },
  '56': { name: 'Marvell', cores: {} },
  '61': {
    name: 'Apple',
    cores: {
      '022': 'Icestorm-M1',
      '023': 'Firestorm-M1',
      '024': 'Icestorm-M1-Pro',
      '025': 'Firestorm-M1-Pro',
      '028': 'Icestorm-M1-Max',
      '029': 'Firestorm-M1-Max',
      '032': 'Blizzard-M2',
      '033': 'Avalanche-M2',
      '034': 'Blizzard-M2-Pro',
      '035': 'Avalanche-M2-Pro',
      '038': 'Blizzard-M2-Max',
      '039': 'Avalanche-M2-Max',
    },
  },
  '6d': { name: 'Microsoft', cores: { d49: 'Azure-Cobalt-100' } },
  '70': { name: 'Phytium', cores: { '660': 'FTC660', '661': 'FTC661', '662': 'FTC662', '663': 'FTC663' } },
  c0: { name: 'Ampere', cores: { ac3: 'Ampere-1', ac4: 'Ampere-1a', ac5: 'Ampere-1b' } },
};

/** `0x41` and `0xd4f` to ARM and Neoverse-V2; numbers that the table lacks stay numbers. */
export function armCore(implementer: string, part: string): { vendor: string; model: string } {
  const id = hex(implementer, 2);
  const maker = Object.hasOwn(IMPLEMENTERS, id) ? IMPLEMENTERS[id] : undefined;
  const vendor = maker?.name ?? implementer;
  const model = maker?.cores[/^[0-9a-f]{3}$/.test(hex(part, 3)) ? hex(part, 3) : ''];
  return { vendor, model: model ?? (part === '' ? '' : `${vendor} part ${part}`) };
}

function hex(number: string, digits: number): string {
  return number.toLowerCase().replace(/^0x0*/, '').padStart(digits, '0');
}
