/**
 * A directory as a FHIR bundle: Organization (hospital), HealthcareService (department), PractitionerRole with Practitioner, as
 * the façade itself gives them. Templates and policies are a hospital's own and come as CSV. Pure: bundle in, directory out.
 */
import * as z from 'zod';
import type { Department, Hospital, Practitioner } from '../directory.ts';
import { department, hospital, practitioner } from '../directory.ts';
import { systems } from './resources.ts';

const coding = z.looseObject({ system: z.string().optional(), code: z.string() });
const concept = z.looseObject({ coding: z.array(coding).default([]), text: z.string().optional() });
const reference = z.looseObject({ reference: z.string() });
const identifier = z.looseObject({ system: z.string().optional(), value: z.string().optional() });

const organization = z.looseObject({
  resourceType: z.literal('Organization'),
  id: z.string(),
  identifier: z.array(identifier).default([]),
  name: z.string(),
  alias: z.array(z.string()).default([]),
});
const location = z.looseObject({
  resourceType: z.literal('Location'),
  telecom: z.array(z.looseObject({ value: z.string().optional() })).default([]),
  address: z.looseObject({ text: z.string().optional() }).optional(),
  position: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  managingOrganization: reference,
});
const service = z.looseObject({
  resourceType: z.literal('HealthcareService'),
  id: z.string(),
  name: z.string(),
  providedBy: reference,
  specialty: z.array(concept).min(1),
});
const person = z.looseObject({
  resourceType: z.literal('Practitioner'),
  id: z.string(),
  name: z.array(z.looseObject({ text: z.string() })).min(1),
  qualification: z
    .array(z.looseObject({ code: concept, period: z.looseObject({ start: z.string().optional() }).optional() }))
    .min(1),
});
const role = z.looseObject({
  resourceType: z.literal('PractitionerRole'),
  practitioner: reference,
  healthcareService: z.array(reference).min(1),
});
const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })),
});

export interface ImportedDirectory {
  readonly hospitals: readonly Hospital[];
  readonly departments: readonly Department[];
  readonly practitioners: readonly Practitioner[];
}

/**
 * @param policy name of the policy that the hospitals are given
 * @throws ZodError naming the entry and element that do not fit
 */
export function directoryFromBundle(input: unknown, policy: string): ImportedDirectory {
  const resources = bundle.parse(input).entry.map((one) => one.resource);
  const of = <T>(type: string, shape: z.ZodType<T>): T[] =>
    resources.filter(({ resourceType }) => resourceType === type).map((one) => shape.parse(one));
  const places = of('Location', location);
  const roles = of('PractitionerRole', role);
  const idOf = (text: string): string => text.split('/').at(-1) ?? '';
  return {
    hospitals: of('Organization', organization).map((one) => {
      const place = places.find(({ managingOrganization }) => idOf(managingOrganization.reference) === one.id);
      return hospital.parse({
        id: one.id,
        name: { zh: one.name, en: one.alias[0] ?? one.name },
        policy,
        code: one.identifier.find(({ system }) => system === systems.credit)?.value,
        address: place?.address?.text ?? '',
        telephone: place?.telecom[0]?.value ?? '',
        ...(place?.position === undefined ? {} : { position: place.position }),
      });
    }),
    departments: of('HealthcareService', service).map((one) =>
      department.parse({
        id: one.id,
        hospital: idOf(one.providedBy.reference),
        name: { zh: one.name, en: one.name },
        specialty: one.specialty[0]?.coding.find(({ system }) => system === systems.specialty)?.code,
      }),
    ),
    practitioners: of('Practitioner', person).map((one) =>
      practitioner.parse({
        id: one.id,
        department: idOf(
          roles.find((it) => idOf(it.practitioner.reference) === one.id)?.healthcareService[0]?.reference ?? '',
        ),
        name: { zh: one.name[0]?.text, en: one.name[0]?.text },
        grade: one.qualification[0]?.code.coding.find(({ system }) => system === systems.grade)?.code,
        practisingSince: one.qualification[0]?.period?.start,
      }),
    ),
  };
}
