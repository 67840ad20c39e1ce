/** What the façade can do, as FHIR's CapabilityStatement. Pure. */
import type * as fhir from '@medplum/fhirtypes';
import { searchParameters } from './search-parameters.ts';

const profile = 'https://profiles.ihe.net/ITI/Scheduling/OperationDefinition';

export function capabilityStatement(base: string, date: string): fhir.CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    software: { name: 'Banshi booking' },
    implementation: { description: 'Booking of doctors’ numbers (预约挂号)', url: base },
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
        },
        resource: resourceTypes.map((type) => ({
          type,
          versioning: 'versioned' as const,
          interaction: [{ code: 'read' as const }, { code: 'search-type' as const }],
          searchParam: Object.entries(searchParameters[type]).map(([name, text]) => ({
            name,
            type: parameterType(text),
          })),
          ...(type === 'Appointment'
            ? {
                operation: [
                  { name: 'find', definition: `${profile}/appointment-find` },
                  { name: 'queue', definition: `${base}/OperationDefinition/appointment-queue` },
                  { name: 'hold', definition: `${profile}/appointment-hold` },
                  { name: 'book', definition: `${profile}/appointment-book` },
                  { name: 'cancel', definition: `${base}/OperationDefinition/appointment-cancel` },
                ],
              }
            : {}),
        })),
      },
    ],
  };
}

const resourceTypes = [
  'Schedule',
  'Slot',
  'Appointment',
  'AppointmentResponse',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'HealthcareService',
  'Location',
  'Encounter',
  'Consent',
  'MedicationRequest',
] as const satisfies readonly (keyof typeof searchParameters)[];

const types = ['token', 'reference', 'date', 'string', 'quantity', 'uri', 'number', 'special'] as const;
const parameterType = (text: string): (typeof types)[number] =>
  types.find((one) => text.startsWith(`${one}:`)) ?? 'token';
