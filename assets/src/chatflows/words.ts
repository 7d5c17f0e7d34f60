// Rules in a sentence, and the names of languages and countries in the reader's language.
import type { Chatflow } from '../lib/api/types';
import { locale, t } from '../lib/i18n/i18n.svelte';

type UrlRule = Chatflow['targeting']['url_rules'][number];
type VisitorRule = Chatflow['targeting']['visitor_rules'][number];

export function describePageRule(rule: UrlRule): string {
  const { condition } = rule;
  switch (condition.kind) {
    case 'all_pages':
      return t('chatflows.page_all_pages');
    case 'is':
      return t('chatflows.page_is_text', { text: condition.text });
    case 'contains':
      return t('chatflows.page_contains_text', { text: condition.text });
    case 'begins_with':
      return t('chatflows.page_begins_with_text', { text: condition.text });
    case 'wildcard':
      return t('chatflows.page_wildcard_text', { text: condition.text });
    case 'query_is':
      return t('chatflows.page_query_is_text', { name: condition.name, value: condition.value });
    case 'query_contains':
      return condition.value
        ? t('chatflows.page_query_contains_text', { name: condition.name, value: condition.value })
        : t('chatflows.page_query_there_text', { name: condition.name });
  }
}

export function describeVisitorRule({ sense, condition }: VisitorRule): string {
  const is = sense === 'is';
  switch (condition.kind) {
    case 'known_contact':
      return is ? t('chatflows.visitor_known') : t('chatflows.visitor_unknown');
    case 'signed_in':
      return is ? t('chatflows.visitor_signed_in') : t('chatflows.visitor_not_signed_in');
    case 'returning':
      return is ? t('chatflows.visitor_returning') : t('chatflows.visitor_first');
    case 'language': {
      const list = listed(condition.languages.map(languageName));
      return is ? t('chatflows.visitor_language', { list }) : t('chatflows.visitor_language_not', { list });
    }
    case 'country': {
      const list = listed(condition.countries.map(countryName));
      return is ? t('chatflows.visitor_country', { list }) : t('chatflows.visitor_country_not', { list });
    }
    case 'device': {
      const list = listed(condition.devices.map((device) => t(`chatflows.device_${device}`)));
      return is ? t('chatflows.visitor_device', { list }) : t('chatflows.visitor_device_not', { list });
    }
    case 'referrer_contains': {
      const { text } = condition;
      return is ? t('chatflows.visitor_referrer', { text }) : t('chatflows.visitor_referrer_not', { text });
    }
    case 'no_referrer':
      return is ? t('chatflows.visitor_no_referrer') : t('chatflows.visitor_any_referrer');
  }
}

function listed(words: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'disjunction' }).format(words);
}

export function languageName(tag: string): string {
  return named('language', tag);
}

export function countryName(code: string): string {
  return named('region', code.toUpperCase());
}

function named(type: 'language' | 'region', code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type, fallback: 'code' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Languages that are offered while one types; any other tag is taken too. */
export const languageCodes =
  'en nl de fr es it pt pt-br da sv nb fi pl cs sk hu ro bg el hr sr sl et lv lt uk ru tr ar he fa hi zh ja ko vi th id ms'.split(
    ' ',
  );

/** ISO 3166-1. */
export const countryCodes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );
