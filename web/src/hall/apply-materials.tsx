/** The papers of an application. */
import { visibleMaterials } from '../../../shared/catalogue/answers.ts';
import { materialFaults } from '../form/material-faults.ts';
import type { Application } from './application.ts';
import { Papers, PapersForm } from './papers-form.tsx';

export function MaterialsStep({ application, next }: { readonly application: Application; readonly next: string }) {
  const { item, draft, files } = application;
  const requirements = visibleMaterials(item, draft.answers);
  return (
    <PapersForm faults={materialFaults(requirements, files.here)} next={next}>
      {(errors) => <Papers requirements={requirements} files={files} errors={errors} />}
    </PapersForm>
  );
}
