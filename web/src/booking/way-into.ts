/**
 * The way into a video room. The provider's client is part of this site, fetched from it when somebody goes in and not before: no
 * script of another origin runs here, and only the page of a visit may talk to the provider's server.
 */
import type { Connect, Ticket } from './media.ts';

/** How each provider is reached: a client of ours, a page of theirs in a window of its own, or not at all. */
export type Way =
  | { readonly kind: 'here'; readonly connect: Connect }
  | { readonly kind: 'window'; readonly href: string }
  | { readonly kind: 'none' };

export async function wayInto(ticket: Ticket): Promise<Way> {
  switch (ticket.provider) {
    case 'livekit':
      return { kind: 'here', connect: (await import('./livekit.ts')).connect };
    case 'jitsi':
      // Jitsi takes its token in the address (lib-jitsi-meet, "JWT authentication").
      return { kind: 'window', href: `${ticket.url}?jwt=${encodeURIComponent(ticket.token)}` };
    default:
      return { kind: 'none' };
  }
}

/** Name of the server, to be told to people. */
export function hostOf(ticket: Ticket): string {
  try {
    return new URL(ticket.url).host;
  } catch {
    return ticket.url;
  }
}
