import type { MaterialRequirement } from '../../../shared/catalogue/item.ts';

export type MediaType = MaterialRequirement['mediaTypes'][number];

const names: Readonly<Record<MediaType, string>> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPG',
  'image/png': 'PNG',
};

/** What the hall takes as a file. */
export const mediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const satisfies readonly MediaType[];

/** PDF / JPG / PNG. */
export function typesText(types: readonly MediaType[]): string {
  return types.map((type) => names[type]).join(' / ');
}

/** A browser's guess at what a file is, if the hall takes such files. */
export function mediaTypeOf(type: string): MediaType | undefined {
  return isMediaType(type) ? type : undefined;
}

function isMediaType(type: string): type is MediaType {
  return Object.hasOwn(names, type);
}
