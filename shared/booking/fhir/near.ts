/** `near` of Location: `[latitude]|[longitude]|[distance]|[units]`, as FHIR R4 has it. Pure. */
import * as z from 'zod';

interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a distance is told in, in metres; without a unit they are kilometres. */
const metres: Readonly<Record<string, number>> = { km: 1000, m: 1, '[mi_us]': 1609.344, mi: 1609.344 };
/** How near is near where no distance is told. */
const defaultMetres = 10_000;

/** @returns undefined when it is none */
export function askedNear(text: string): (Position & { readonly metres: number }) | undefined {
  const [latitude, longitude, distance, units] = text.split('|');
  const unit = units === undefined || units === '' ? 'km' : units;
  const [north, east, far] = [latitude, longitude, distance].map(numberOf);
  if (north === undefined || east === undefined || Math.abs(north) > 90 || Math.abs(east) > 180) return undefined;
  if (!Object.hasOwn(metres, unit)) return undefined;
  if (distance === undefined || distance === '') return { latitude: north, longitude: east, metres: defaultMetres };
  return far === undefined || far < 0
    ? undefined
    : { latitude: north, longitude: east, metres: far * (metres[unit] ?? 0) };
}

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,7}(\.\d{1,12})?$/.test(text) ? Number(text) : undefined;

const position = z.object({ latitude: z.number(), longitude: z.number() });

/** @param value a `Location.position` */
export function fitsNear(value: unknown, wanted: string): boolean {
  const [there, asked] = [position.safeParse(value).data, askedNear(wanted)];
  return there !== undefined && asked !== undefined && distanceBetween(there, asked) <= asked.metres;
}

/** Over the ground, in metres (haversine). */
function distanceBetween(one: Position, other: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (degrees: number): number => Math.sin(radians(degrees) / 2) ** 2;
  const share =
    half(other.latitude - one.latitude) +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * half(other.longitude - one.longitude);
  return 2 * 6_371_000 * Math.asin(Math.sqrt(Math.min(1, share)));
}
