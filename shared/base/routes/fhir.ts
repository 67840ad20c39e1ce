/** The FHIR R4 façade. */
import type { Route } from '../route.ts';

const fhirUsers = ['citizen', 'receptionist', 'doctor', 'pharmacist'] as const;

export const fhirRoutes = {
  'GET /fhir/metadata': { function: 'fhir', roles: 'public' },
  'GET /fhir/availability/{file}': { function: 'fhir', roles: 'public' },
  'GET /fhir/{type}': { function: 'fhir', roles: fhirUsers },
  'GET /fhir/{type}/{id}': { function: 'fhir', roles: fhirUsers },
  'POST /fhir/{type}/{id}': { function: 'fhir', roles: fhirUsers },
  'POST /fhir/{type}/{id}/{operation}': { function: 'fhir', roles: fhirUsers },
} as const satisfies Record<string, Route>;
