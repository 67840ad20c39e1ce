/**
 * Camera, microphone and the video server are open to the document of a visit's room only (functions/web/security.ts). Who came
 * here by a move inside the application, after signing in for instance, has another document: it is fetched anew.
 */
import { useEffect } from 'preact/hooks';

/** @returns is this document the room's own? If not, it is being fetched. */
export function useOwnDocument(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  const own = entry === undefined || new URL(entry.name).pathname === location.pathname;
  useEffect(() => {
    if (!own) location.reload();
  }, [own]);
  return own;
}
