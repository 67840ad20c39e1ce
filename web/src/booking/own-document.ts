/**
 * Camera, microphone and the video server are open to the document of a visit's room only (functions/web/security.ts). Who came
 * here by a move inside the application, after signing in for instance, or while there was no network, has another document: the
 * right one is fetched.
 */
import { useEffect, useState } from 'preact/hooks';
import { useOnline } from '../base/online.ts';

/** @returns is this document the room's own? If not, it is being fetched. */
export function useOwnDocument(): boolean {
  const online = useOnline();
  const [bornOffline] = useState(() => !navigator.onLine);
  const own = cameHere() && !(bornOffline && online);
  useEffect(() => {
    if (!own && online) location.reload();
  }, [own, online]);
  return own;
}

/** Was the document fetched for this very address? */
function cameHere(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry === undefined || new URL(entry.name).pathname === location.pathname;
}
