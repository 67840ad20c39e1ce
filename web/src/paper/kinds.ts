/** What a file is by its first bytes, whatever it is called. Pure. */

const kinds = [
  { kind: 'image/png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { kind: 'image/jpeg', begins: [0xff, 0xd8, 0xff] },
  { kind: 'application/pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
] as const;

export type Kind = (typeof kinds)[number]['kind'];

export function kindOf(bytes: Uint8Array): Kind | undefined {
  return kinds.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte))?.kind;
}
