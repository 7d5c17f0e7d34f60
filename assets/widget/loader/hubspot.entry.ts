// `/widget-hubspot.js`: the same, answering to HubSpot's names as well.
import { speakHubspot } from './hubspot';
import { start } from './loader';

start(speakHubspot);
