"""The same boundary for texts typed in English; folded, so lower case."""

from nhipcau.core.boundary.words import whole

OF = r"(?:(?:the|our|your|this|that|these|those|all|any|every|each|its|their|of|on|union|official|unit|latest|new|facebook|hostile|bad|wrong|false|toxic|personal|federation|\w+['’]s|\w+s['’])\s+){0,5}?"
POSTED = r"(?:posts?(?! office)|pages?(?! \d)|fanpages?|videos?|articles?|accounts?|profiles?|status|reels?|livestreams?|channels?)"
PEOPLE = (
    r"(?:members?|workers?|employees?|staff|persons?|people|individuals?|teachers?|collaborators?)(?:['’]s?)?"
)
NETS = r"(?:facebook|zalo|tiktok|social[ -]media|social[ -]network|online|personal)"
GAP = r"(?:\s+[^\s;.]+){0,4}?"

KINDS = {
    "struggle": [
        whole(
            rf"(?:fight|refute|counter|combat|rebut|attack|struggle against|argue against){GAP}\s+(?:hostile|wrong|bad|toxic|distorted|reactionary|false|opposing)\s+(?:\w+\s+)?(?:views?|posts?|propaganda|opinions?|forces?|narratives?|arguments?|information)"
        ),
        whole(
            r"(?:refute|rebut)\s+(?:\w+\s+){0,2}?(?:views?|posts?|propaganda|opinions?|narratives?|arguments?)"
        ),
    ],
    "watch": [
        whole(
            rf"(?:watch|monitor|track|spy on|observe|follow|check|collect|list|record|gather|note|register){GAP}\s+{PEOPLE}{GAP}\s+(?:{NETS}\s+)(?:\w+\s+)?(?:accounts?|pages?|profiles?|posts?|comments?|groups?|activity|names?|media)"
        ),
        whole(
            rf"(?:watch|monitor|track|spy on|collect|list|record|gather|screenshots?|follow){GAP}\s+(?:{NETS}\s+)+(?:accounts?|pages?|profiles?|posts?|comments?|groups?|activity){GAP}\s+(?:of|by|from)\s+(?:\w+\s+){{0,2}}?{PEOPLE}"
        ),
        whole(r"screen ?shots?(?:\s+[^\s;.]+){0,4}?\s+(?:posts?|comments?|chats?|accounts?|messages)"),
        whole(r"blacklists?|black lists?|troublemakers?|agitators?|dissidents?"),
        whole(
            rf"(?:links?|address|addresses|urls?)\s+(?:to|of)\s+(?:\w+\s+){{0,2}}?{PEOPLE}\s+(?:own\s+)?{NETS}"
        ),
        whole(rf"(?:{PEOPLE}|accounts?|pages?|groups?)\s+to\s+(?:watch|monitor|track)"),
        whole(
            rf"(?:list|lists|register|names)\s+of\s+(?:\w+\s+)?(?:hostile|bad|wrong|suspicious|suspect|dissenting|disloyal|negative)\s+(?:\w+\s+)?(?:{PEOPLE}|{POSTED}|groups?)"
        ),
        whole(
            rf"{PEOPLE}\s+(?:who|that)(?:\s+\w+){{0,2}}?\s+(?:posts?|posted|comments?|commented|wrote|writes?|speaks?|spoke|says?|said|shared?|criticise|criticize|criticised|criticized|complain|complained|attack)(?:\s+\w+){{0,4}}?\s+(?:negative\w*|bad|badly|wrong|hostile|against|online|on facebook|on zalo|on social media)"
        ),
    ],
    "count": [
        whole(
            r"(?:number|count|total|tally|counts?|totals?) of (?:\w+\s+){0,2}?(?:likes|shares of|shares|reactions|followers of (?:each|every|the) (?:member|worker|person))(?! in (?:the )?compan)"
        ),
        whole(
            rf"(?:likes|shares|reactions|comments|followers)\s+(?:per|by|of each|of every|for each)\s+(?:{PEOPLE}|units?)"
        ),
        whole(rf"(?:rank\w*|score\w*|points?)\b{GAP}\s+by\s+(?:\w+\s+)?(?:likes|shares|comments|reactions)"),
        whole(
            rf"(?:{PEOPLE}|units?|who|those)(?:\s+(?:who|that|did|do|does|not|never|have|has|had|already|yet|hasn['’]t|haven['’]t|didn['’]t|don['’]t))*\s+(?:liked?|shared?|commented?(?: on)?|followed|follow|reacted?(?: to)?)\s+{OF}{POSTED}"
        ),
    ],
    "react": [
        whole(
            rf"(?:like|share|comment on|follow|react to|repost|retweet|upvote|flag|report)(?:\s*(?:,|and|or|&)\s*(?:like|share|comment on|comment|follow|react to|repost|report))*\s+{OF}{POSTED}"
        ),
        whole(
            r"(?:share|post|repost)\s+(?:\w+\s+){0,4}?(?:to|on)\s+(?:your|their|his|her)\s+(?:own\s+|personal\s+)?(?:profile|wall|timeline|facebook|page|account)"
        ),
        whole(r"(?:like|share)\s*(?:,|and|or|&|/)\s*(?:like|share|comment|follow)"),
        whole(
            rf"(?:leave|write|post|put)\s+(?:\w+\s+){{0,3}}?comments?\s+(?:under|on|below|to)\s+{OF}{POSTED}"
        ),
        whole(r"(?:give|leave|vote)\s+(?:\w+\s+)?(?:five|5)[ -]stars?"),
    ],
    "opinion": [
        whole(
            r"(?:political|religious|ideological)\s+(?:views?|opinions?|beliefs?|stances?|leanings?|attitudes?|convictions?|affiliations?)"
        ),
        whole(rf"{PEOPLE}\s+(?:own\s+)?(?:religions?|ideolog(?:y|ies)|creed|loyalty)"),
        whole(
            rf"{PEOPLE}\s+(?:views?|opinions?)\s+(?:on|about|of)\s+(?:the\s+)?(?:party|government|state|regime|leadership)"
        ),
        whole(rf"(?:religions?|ideology|ideologies|loyalty|creed)\s+of\s+(?:\w+\s+){{0,2}}?{PEOPLE}"),
        whole(
            rf"{PEOPLE}(?:\s+\w+){{0,2}}?\s+by\s+(?:\w+\s+)?(?:religion|ideology|loyalty|opinions?|beliefs?)"
        ),
        whole(
            rf"{PEOPLE}\s+(?:with|holding|who (?:have|hold))\s+(?:\w+\s+){{0,2}}?(?:wrong|hostile|dissenting|opposing|negative|bad|reactionary|disloyal)\s+(?:\w+\s+)?(?:views?|opinions?|ideas?|attitudes?|thoughts|beliefs?)"
        ),
    ],
}
