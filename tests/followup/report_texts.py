"""The invented texts of the sample reports: what the centre writes around its figures."""

from typing import Any

GOALS: tuple[dict[str, Any], ...] = (
    {
        "number": 1,
        "group": "Stödet",
        "title": "Stödet anpassas efter vad den enskilda behöver",
        "text": "Varje plan görs tillsammans med den som söker hjälp. Samtalen kan hållas i hemkommunen, på "
        "Centrum mot våld eller på telefon, och tolk beställs alltid när det behövs.",
        "judgement": "uppfyllt",
    },
    {
        "number": 2,
        "group": "Stödet",
        "title": "Stödet håller god kvalitet och bygger på bästa kunskap",
        "text": "Metodhandledning har hållits varje månad. Samordnarna har gått igenom de nya nationella "
        "rekommendationerna och ändrat rutinen för den första kontakten.",
        "judgement": "uppfyllt",
    },
    {
        "number": 3,
        "group": "Den gemensamma verksamheten",
        "title": "Kommunerna stärker sin kompetens om våld i nära relationer",
        "text": "Grundutbildningen gavs i hela länet, också på kvällstid. Fördjupningen för personal inom "
        "äldreomsorgen blev inte av och flyttas till 2026.",
        "judgement": "delvis uppfyllt",
    },
    {
        "number": 4,
        "group": "Den gemensamma verksamheten",
        "title": "Samverkan mellan kommunerna, med myndigheter och kvinnojourer är strukturerad",
        "text": "Nätverken möttes fyra gånger. Med polisen och regionen finns nu en skriftlig rutin för hur "
        "samråd kallas samman.",
        "judgement": "uppfyllt",
    },
    {
        "number": 5,
        "group": "Våldsutsatta",
        "title": "Stödet till den som utsätts för våld blir starkare",
        "text": "Fler samtalsserier startade än året före, och kötiden blev kortare. Den öppna telefontiden "
        "utökades till alla vardagar.",
        "judgement": "uppfyllt",
    },
    {
        "number": 6,
        "group": "Våldsutsatta",
        "title": "Kommunerna kan erbjuda vuxna och barn ett tillfälligt boende",
        "text": "Båda lägenheterna har varit i bruk hela året. Den ena behöver byggas om för att fungera för "
        "den som använder rullstol.",
        "judgement": "delvis uppfyllt",
    },
    {
        "number": 7,
        "group": "Våldsutsatta",
        "title": "Våldsutsatta får skydd och stöd för ett liv fritt från våld",
        "text": "Risken bedöms vid varje ny kontakt och följs upp efter avslutat stöd.",
        "judgement": "uppfyllt",
    },
    {
        "number": 8,
        "group": "Våldsutsatta",
        "title": "Våldsutsatta kvinnor får insyn i partnerns behandling (partnerkontakt)",
        "text": "Partnerkontakt erbjuds alltid när en behandling börjar, men rutinen har inte följts hela "
        "vägen till avslut. Den skrivs om under våren 2026.",
        "judgement": "inte uppfyllt",
    },
    {
        "number": 9,
        "group": "Barn",
        "title": "Barn som har upplevt våld får starkare stöd att bearbeta det",
        "text": "Trappan ges tillsammans med kommunernas egna samtalsledare. Kötiden har minskat.",
        "judgement": "uppfyllt",
    },
    {
        "number": 10,
        "group": "Anhöriga",
        "title": "Stödet till anhöriga blir starkare",
        "text": "Anhöriga erbjuds egna samtal. Uppföljningen bland dem som avslutat sitt stöd började i "
        "höst, och svaren räcker ännu inte för en bedömning.",
        "judgement": "kan inte bedömas",
    },
    {
        "number": 11,
        "group": "Våldsutövare",
        "title": "Den som utövar våld erbjuds samtal för att förändra sitt beteende, med de utsattas "
        "trygghet som utgångspunkt",
        "text": "Samtalen följer samma metod i hela länet. Efterfrågan ökar, och telefonlinjen för den som "
        "vill sluta använda våld hänvisar hit.",
        "judgement": "uppfyllt",
    },
)

EVENTS = """Januari: Det justerade samverkansavtalet började gälla. Sedan dess fördelas kostnaden på åtta \
kommuner efter folkmängd.

Februari: Telefontiden för den som är utsatt för våld utökades till alla vardagar.

Mars: Grundutbildning om våld i nära relationer hölls på plats i länets alla delar.

Juni: Riktlinjen för samverkan och ansvarsfördelning sågs över tillsammans med nätverken.

Juli: Den nya socialtjänstlagen (2025:400) trädde i kraft. Kommunerna får ge insatser utan individuell \
behovsprövning, och det påverkar hur samtalen redovisas.

September: Studiebesök hos ett centrum i ett annat län gav idéer till den nya formen av kvinnogrupp för \
den som har långt till Östersund.

November: En vecka fri från våld uppmärksammades med öppna föreläsningar på bibliotek i hela länet.

December: Styrgruppen valde en oberoende granskare till kvalitetsgranskningen 2026."""

INDIVIDUAL = """Det individuella stödet är verksamhetens kärna. Här redovisas hur många samtalsserier och \
insatser som började under året, hur långa de blev i medeltal och hur länge den som sökte hjälp fick vänta.

Antalet startade samtalsserier för våldsutsatta ökade för andra året i rad, och det gjorde också insatserna \
för barn och samtalen för våldsutövare. Kötiden blev kortare för alla. Den troligaste förklaringen är den \
veckogenomgång av nya kontakter som infördes i februari.

Efter den 1 juli ges fler samtal utan individuell behovsprövning. Jämförelsen mellan åren säger därför mer \
om lagen än om behoven."""

GROUP = """Kvinnogruppen träffas en gång i veckan under tio veckor. För den som har långt till Östersund \
finns en annan form med färre men längre träffar, varav flera på distans. Båda formerna räknas här.

Deltagarna har själva värderat gruppen vid den sista träffen. De lyfter fram att få höra andras \
erfarenheter, och att det finns någon att ringa mellan träffarna."""

FLATS = """Centrum mot våld har två jourlägenheter. Boendet är tillfälligt och ingår alltid i ett stöd som \
hemkommunens socialtjänst ansvarar för. Väntetiden är kort eftersom lägenheterna bara används när det är \
bråttom; när de är upptagna ordnas boende på annat sätt."""

COURSES = """Utbildningarna riktar sig till personal inom socialtjänst, skola, hälso- och sjukvård och \
räddningstjänst. De med färdigt koncept går att boka hela året. De specialbeställda görs tillsammans med den \
arbetsplats som beställer dem och har funnits sedan 2024."""

RESOURCES = """Fyra samordnare har delat på samtalen, grupperna, lägenheterna och utbildningarna. Under \
hösten har en samordnare varit tjänstledig på deltid utan att ersättas fullt ut, vilket märks i kostnaden \
för personal.

Bemanningen har räckt till de insatser som startat, men inte till den fördjupning som planerades inom \
äldreomsorgen. Om behoven fortsätter att öka i samma takt behöver styrgruppen ta ställning till hur tiden \
ska fördelas mellan samtal och utbildning."""

ECONOMY = """Personalkostnaden blev lägre än budgeterat eftersom en tjänst inte ersattes fullt ut under \
hösten. Kostnaden för jourlägenheterna blev högre, framför allt för el och städning mellan boende. Ingen \
särskild kostnad för slitage har fakturerats under året."""

PLAN = """Verksamhetsplanen för 2025 beslutades av styrgruppen i december 2024. Av målen återstår ett helt, \
och det förs över till planen för 2026."""

CMV: dict[str, Any] = {
    "kind": "annual_report",
    "title": "Verksamhetsberättelse",
    "cooperation": {
        "slug": "cmv",
        "name": "Centrum mot våld",
        "short_name": "CMV",
        "summary": "Åtta kommuner i Jämtlands län driver Centrum mot våld tillsammans.",
    },
    "year": 2025,
    "edition": 1,
    "state": "adopted",
    "fictitious": True,
    "principal": {
        "name": "Östersunds kommun",
        "organisation_number": "212000-2528",
        "address_lines": ["Box 705", "831 28 Östersund"],
    },
    "agreement": {"title": "Avtal om samverkan kring Centrum mot våld 2025", "clause": "12.2 och bilaga 1"},
    "adopted": {"on": "2026-03-12", "by": "Styrgrupp CMV", "paragraph": "§ 12"},
    "recipients": "styrgruppen och SocSam",
    "revision": None,
    "slots": [
        {"code": "maluppfyllelse", "number": 1, "title": "Måluppfyllelse", "kind": "goals", "text": "",
         "measures": [], "goals": list(GOALS)},
        {"code": "vasentliga-handelser", "number": 2, "title": "Väsentliga händelser", "kind": "text",
         "text": EVENTS, "measures": []},
        {"code": "individuellt-stod", "number": 3, "title": "Individuellt stöd", "kind": "measures",
         "text": INDIVIDUAL,
         "measures": ["stodsamtal-valdsutsatta", "trappan", "stodsamtal-valdsutovare",
                      "stodsamtal-anhoriga"]},
        {"code": "gruppverksamhet", "number": 4, "title": "Gruppverksamhet", "kind": "measures",
         "text": GROUP, "measures": ["kvinnogrupp"]},
        {"code": "jourlagenhet", "number": 5, "title": "Jourlägenhet", "kind": "measures",
         "text": FLATS, "measures": ["jourlagenhet-vuxna", "jourlagenhet-barn"]},
        {"code": "utbildningar", "number": 6, "title": "Utbildningar", "kind": "courses", "text": COURSES,
         "measures": ["utbildning-fardigt-koncept", "utbildning-specialbestalld"]},
        {"code": "resurser", "number": 7, "title": "Utvärdering av resurstilldelning", "kind": "resources",
         "text": RESOURCES,
         "measures": ["stodsamtal-valdsutsatta", "trappan", "stodsamtal-valdsutovare",
                      "stodsamtal-anhoriga", "kvinnogrupp", "jourlagenhet-vuxna", "jourlagenhet-barn"],
         "posts": [
             {"label": "Samordnare", "value": "4,0"},
             {"label": "Verksamhetsledare", "value": "0,5"},
             {"label": "Enhetschef", "value": "0,25"},
             {"label": "Tillsammans", "value": "4,75"},
         ]},
        {"code": "ekonomi", "number": 8, "title": "Ekonomi", "kind": "economy", "text": ECONOMY,
         "measures": [],
         "economy": {
             "lines": [
                 {"label": "Personal 4,75 inkl. PO", "amount": 3189656},
                 {"label": "Lokalkostnader", "amount": 511922},
                 {"label": "Omkostnader (telefoner, kontorsmaterial, köpta tjänster, lokaler, inventarier, "
                  "verksamhetsmedel, datakostnader)", "amount": 211310},
                 {"label": "Handledning/fortbildning, resor, arbetsmiljö", "amount": 166260},
                 {"label": "Jourlägenheter", "amount": 220804},
                 {"label": "Fortbildningsinsatser för kommunerna, t.ex. Trappan-nätverket",
                  "amount": 53045},
             ],
             "overhead": 391770,
             "budgeted": 4744767,
             "actual": 4692643,
             "deviation": 52124,
             "word": "överskott",
             "consequence": "Överskottet stannar i verksamheten och förs över till 2026 (punkt 11.3). "
             "Styrgruppen förankrar hur det används.",
             "shares": [
                 {"name": "Ragunda", "share": "3,876", "amount": 183907},
                 {"name": "Bräcke", "share": "4,598", "amount": 218164},
                 {"name": "Krokom", "share": "11,780", "amount": 558934},
                 {"name": "Strömsund", "share": "8,409", "amount": 398987},
                 {"name": "Åre", "share": "9,343", "amount": 443304},
                 {"name": "Berg", "share": "5,370", "amount": 254794},
                 {"name": "Härjedalen", "share": "7,652", "amount": 363070},
                 {"name": "Östersund", "share": "48,972", "amount": 2323607},
             ],
         }},
        {"code": "verksamhetsplan", "number": 9, "title": "Uppföljning av verksamhetsplanen",
         "kind": "plan", "text": PLAN, "measures": [],
         "plan_goals": [
             {"title": "Kortare väg till första samtalet",
              "action": "Gemensam genomgång av nya kontakter varje vecka.",
              "followup": "Infört i februari. Kötiden har blivit kortare för alla grupper.",
              "judgement": "uppfyllt"},
             {"title": "Fler samtal i hemkommunen",
              "action": "Lokaler ordnas i varje kommun.",
              "followup": "Lokal finns i alla kommuner utom en, där den blir klar våren 2026.",
              "judgement": "delvis uppfyllt"},
             {"title": "Bättre uppföljning efter avslutat stöd",
              "action": "Enkät till den som avslutat sitt stöd.",
              "followup": "Började i oktober. Svaren räcker ännu inte för en bedömning.",
              "judgement": "kan inte bedömas"},
             {"title": "Fördjupning för personal inom äldreomsorgen",
              "action": "Två heldagar tillsammans med länets kommuner.",
              "followup": "Blev inte av. Förs över till planen för 2026.",
              "judgement": "inte uppfyllt"},
         ]},
    ],
    "key_figures": [
        {"measure": "stodsamtal-valdsutsatta", "label": "Stödsamtal för våldsutsatta"},
        {"measure": "trappan", "label": "Insatser för barn (Trappan)"},
        {"measure": "stodsamtal-valdsutovare", "label": "Samtal för våldsutövare"},
        {"measure": "stodsamtal-anhoriga", "label": "Stödsamtal för anhöriga"},
        {"measure": "kvinnogrupp", "label": "Kvinnogrupp"},
        {"measure": "jourlagenhet-vuxna", "label": "Jourlägenhet, vuxna"},
    ],
}  # fmt: skip

NORRSKEN: dict[str, Any] = {
    **CMV,
    "title": "Årlig redovisning",
    "cooperation": {
        "slug": "norrsken",
        "name": "Operation Norrsken",
        "short_name": "Norrsken",
        "summary": "Kommunerna, regionen och polisen i Jämtlands län samordnar skydd och stöd.",
    },
    "agreement": {"title": "Överenskommelse om Operation Norrsken", "clause": "14.2"},
    "adopted": None,
    "state": "draft",
    "recipients": "styrgruppen och ledningsgruppen TMV",
    "slots": [
        {"code": "mal", "number": 1, "title": "Hur överenskommelsen bidrar till målen", "kind": "goals",
         "text": "", "measures": [],
         "goals": [
             {"number": 1, "group": "Den våldsutsatta",
              "title": "Den våldsutsatta kan få stöd och skydd som är samordnat mellan parterna",
              "text": "Samråd hålls i alla delar av länet.", "judgement": "uppfyllt"},
             {"number": 8, "group": "Parterna",
              "title": "Yrkesverksamma får ökad kunskap om varandras roller och ansvar",
              "text": "", "judgement": "delvis uppfyllt"},
         ]},
        {"code": "arbetet", "number": 2, "title": "Hur arbetet går framåt", "kind": "text",
         "text": "Uppföljningsplanen är beslutad och används.", "measures": []},
        {"code": "samrad", "number": 3, "title": "Samråd", "kind": "measures", "text": "",
         "measures": ["samrad"]},
    ],
    "key_figures": [{"measure": "samrad", "label": "Samråd"}],
}  # fmt: skip

PAPER: dict[str, Any] = {
    "kind": "paper",
    "title": "Kvalitetsgranskning 2023–2025",
    "subtitle": "Rapport till styrgruppen och SocSam från den oberoende granskaren.",
    "head": "Centrum mot våld",
    "foot": "Centrum mot våld, Östersunds kommun",
    "fictitious": True,
    "draft": True,
    "created": "2026-11-20",
    "author": "Centrum mot våld",
    "sections": [
        {
            "heading": "Sammanfattning",
            "paragraphs": [
                "Granskningen gäller januari 2023 till december 2025. Den bygger på intervjuer med parterna, "
                "på den systematiska uppföljningen och på statistiken för de två senaste åren.",
                "Verksamheten håller god kvalitet. Tre åtgärder föreslås.",
            ],
            "list": [
                "Rutinen för partnerkontakt skrivs om.",
                "Den ena jourlägenheten byggs om.",
                "Fördjupningen inom äldreomsorgen tidsätts.",
            ],
            "table": None,
        },
        {
            "heading": "Statistik",
            "paragraphs": ["Siffrorna är de som har publicerats i verksamhetsberättelserna."],
            "table": {
                "caption": "Startade insatser",
                "columns": [
                    {"label": "Mått", "numeric": False},
                    {"label": "2024", "numeric": True},
                    {"label": "2025", "numeric": True},
                ],
                "rows": [
                    ["Stödsamtal för våldsutsatta", "63", "71"],
                    ["Stödsamtal för anhöriga", "..", "14"],
                ],
                "note": ".. Uppgiften redovisas inte av sekretesskäl.",
            },
            "list": [],
        },
        {
            "heading": "Kostnad",
            "paragraphs": [],
            "table": {
                "caption": "Granskningens kostnad",
                "columns": [
                    {"label": "Post", "numeric": False},
                    {"label": "Kommentar", "numeric": False},
                    {"label": "Belopp, kr", "numeric": True},
                ],
                "rows": [
                    ["Intervjuer", "Arton intervjuer i åtta kommuner, på plats eller på distans", "92 000"],
                    ["Rapport", "Sammanställning och muntlig redovisning", "46 000"],
                ],
                "sum_row": ["Summa", "", "138 000"],
                "note": "",
            },
            "list": [],
        },
    ],
}
