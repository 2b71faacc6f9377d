"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._runtime import Model, Specified, WireDateTime

__all__ = [
    "AutoGestionCustomer",
    "BookingCustomer",
    "ComoAsset",
    "ComoCustomer",
    "ComoMembership",
    "CustomerBatch",
    "CustomerImport",
    "CustomerMetadata",
    "CustomerPage",
    "CustomerTag",
    "DeliverooCustomer",
    "ExperienceCustomer",
    "FacebookCustomer",
    "FullwhereLanguage",
    "GoogleMyBusinessCustomer",
    "InstagramCustomer",
    "JuxtaCustomer",
    "MewsAddress",
    "MewsCustomer",
    "MewsDocument",
    "MewsProfile",
    "OracleAddress",
    "OracleAnonymization",
    "OracleCountry",
    "OracleCustomer",
    "OracleGuest",
    "OracleLastStay",
    "OracleMembership",
    "OracleNationality",
    "OracleProfileId",
    "OracleRate",
    "OracleVip",
    "PageMeta",
    "PageRequest",
    "PartnerCustomer",
    "PartoucheCustomer",
    "SalesforceCustomer",
    "SalesforceDentego",
    "SevenroomsCustomer",
    "TheForkCustomField",
    "TheForkCustomer",
    "TheForkOptins",
    "TripadvisorCustomer",
    "UbereatsCustomer",
    "WhatsappCustomer",
    "WhatsappProfile",
    "ZeltyAddress",
    "ZeltyCustomer",
    "ZenchefCustomer",
    "ZenchefOptin",
]


FullwhereLanguage: TypeAlias = Annotated[
    Literal[
        "af",
        "sq",
        "am",
        "ar",
        "hy",
        "as",
        "az",
        "ba",
        "eu",
        "be",
        "bn",
        "bs",
        "br",
        "bg",
        "my",
        "ca",
        "ceb",
        "ny",
        "zh",
        "zh-TW",
        "co",
        "hr",
        "cs",
        "da",
        "dv",
        "nl",
        "en",
        "eo",
        "et",
        "fo",
        "tl",
        "fi",
        "fr",
        "fy",
        "gl",
        "ka",
        "de",
        "el",
        "kl",
        "gu",
        "ht",
        "ha",
        "haw",
        "he",
        "hi",
        "hmn",
        "hu",
        "is",
        "ig",
        "ilo",
        "id",
        "iu",
        "ga",
        "it",
        "ja",
        "jv",
        "kn",
        "kk",
        "km",
        "rw",
        "ko",
        "ku",
        "ky",
        "lo",
        "la",
        "lv",
        "lt",
        "lb",
        "mk",
        "mg",
        "ms",
        "ml",
        "mt",
        "mi",
        "mr",
        "arn",
        "mn",
        "moh",
        "ne",
        "no",
        "oc",
        "or",
        "ps",
        "fa",
        "pl",
        "pt",
        "pa",
        "qu",
        "ro",
        "ru",
        "sm",
        "gd",
        "sr",
        "st",
        "sn",
        "sd",
        "si",
        "sk",
        "sl",
        "so",
        "es",
        "su",
        "sw",
        "sv",
        "tg",
        "ta",
        "tt",
        "te",
        "th",
        "bo",
        "tr",
        "tk",
        "uk",
        "ur",
        "ug",
        "uz",
        "vi",
        "cy",
        "xh",
        "yi",
        "yo",
        "zu",
    ]
    | str,
    Specified("FullwhereLanguage"),
]
"""A language, by its code."""


class CustomerImport(Model):
    """A customer to import; every member is optional."""

    description: str | None = None
    """A text about the customer."""

    company: str | None = None
    """Name of the company."""

    first_name: Annotated[str | None, Field(alias="firstName")] = None
    """First name."""

    last_name: Annotated[str | None, Field(alias="lastName")] = None
    """Last name."""

    display_name: Annotated[str | None, Field(alias="displayName")] = None
    """Name to show, normally the first and the last name together."""

    phone_number: Annotated[str | None, Field(alias="phoneNumber")] = None
    """Phone number."""

    email: str | None = None
    """Email address."""

    civility: str | None = None
    """Civility, a free text such as Mr. or Ms."""

    language: FullwhereLanguage | None = None
    """Language the customer prefers."""

    metadata: dict[str, str] | None = None
    """Further data to keep with the customer, from text to text."""

    sms_optin: Annotated[bool | None, Field(alias="smsOptin")] = None
    """Whether the customer agrees to SMS."""

    email_optin: Annotated[bool | None, Field(alias="emailOptin")] = None
    """Whether the customer agrees to email."""

    zenchef_id: Annotated[str | None, Field(alias="zenchefId")] = None
    """Id in Zenchef."""

    ubereats_id: Annotated[str | None, Field(alias="ubereatsId")] = None
    """Id in Uber Eats."""

    deliveroo_id: Annotated[str | None, Field(alias="deliverooId")] = None
    """Id in Deliveroo."""

    zelty_id: Annotated[str | None, Field(alias="zeltyId")] = None
    """Id in Zelty."""

    sevenrooms_id: Annotated[str | None, Field(alias="sevenroomsId")] = None
    """Id in SevenRooms."""

    meta_id: Annotated[str | None, Field(alias="metaId")] = None
    """Id at Meta (Facebook and Instagram)."""

    mews_id: Annotated[str | None, Field(alias="mewsId")] = None
    """Id in Mews."""

    oracle_id: Annotated[str | None, Field(alias="oracleId")] = None
    """Id in Oracle."""

    partouche_id: Annotated[str | None, Field(alias="partoucheId")] = None
    """Id in Partouche."""

    como_id: Annotated[str | None, Field(alias="comoId")] = None
    """Id in Como."""

    the_fork_id: Annotated[str | None, Field(alias="theForkId")] = None
    """Id in TheFork."""

    chr365_id: Annotated[str | None, Field(alias="chr365Id")] = None
    """Id in Chr365."""


class CustomerBatch(Model):
    """Customers to import in one call."""

    batch: list[CustomerImport]
    """The customers, each as for the import of one."""


class PageRequest(Model):
    """Which page of a list to answer with."""

    limit: Annotated[int | float | None, Field(ge=1.0, le=100.0)] = None
    """Customers a page holds at most."""

    page: Annotated[int | float | None, Field(ge=1.0)] = None
    """Number of the page, counted from 1."""


class CustomerPage(Model):
    """One page of customers."""

    items: list[PartnerCustomer]
    """The customers of this page."""

    meta: PageMeta
    """Where this page stands in the list."""


class PageMeta(Model):
    """Where a page stands in its list."""

    item_count: Annotated[int | float, Field(alias="itemCount")]
    """Count of items."""

    total_items: Annotated[int | float, Field(alias="totalItems")]
    """Total of items."""

    items_per_page: Annotated[int | float, Field(alias="itemsPerPage")]
    """Items a page holds."""

    total_pages: Annotated[int | float, Field(alias="totalPages")]
    """Total of pages."""

    current_page: Annotated[int | float, Field(alias="currentPage")]
    """Number of this page."""


class PartnerCustomer(Model):
    """A customer as Fullwhere answers with it."""

    id: str
    """UUID of the customer."""

    created_at: Annotated[WireDateTime, Field(alias="createdAt")]
    """When the customer was made."""

    updated_at: Annotated[WireDateTime, Field(alias="updatedAt")]
    """When the customer was last changed."""

    description: str | None
    """A text about the customer."""

    company: str | None
    """Name of the company."""

    first_name: Annotated[str | None, Field(alias="firstName")]
    """First name."""

    last_name: Annotated[str | None, Field(alias="lastName")]
    """Last name."""

    display_name: Annotated[str | None, Field(alias="displayName")]
    """Name to show."""

    language: FullwhereLanguage | None
    """Language the customer prefers."""

    phone_number: Annotated[str | None, Field(alias="phoneNumber")]
    """Phone number."""

    email: str | None
    """Email address."""

    email_bounced: Annotated[bool, Field(alias="emailBounced")]
    """Whether mail to the address bounced."""

    civility: str | None
    """Civility."""

    tags: list[CustomerTag]
    """Tags of the customer."""

    email_optin: Annotated[bool | None, Field(alias="emailOptin")]
    """Whether the customer agrees to email."""

    sms_optin: Annotated[bool | None, Field(alias="smsOptin")]
    """Whether the customer agrees to SMS."""

    zenchef_id: Annotated[str | None, Field(alias="zenchefId")]
    """Id in Zenchef."""

    ubereats_id: Annotated[str | None, Field(alias="ubereatsId")]
    """Id in Uber Eats."""

    deliveroo_id: Annotated[str | None, Field(alias="deliverooId")]
    """Id in Deliveroo."""

    zelty_id: Annotated[str | None, Field(alias="zeltyId")]
    """Id in Zelty."""

    sevenrooms_id: Annotated[str | None, Field(alias="sevenroomsId")]
    """Id in SevenRooms."""

    meta_id: Annotated[str | None, Field(alias="metaId")]
    """Id at Meta (Facebook and Instagram)."""

    mews_id: Annotated[str | None, Field(alias="mewsId")]
    """Id in Mews."""

    oracle_id: Annotated[str | None, Field(alias="oracleId")]
    """Id in Oracle."""

    partouche_id: Annotated[str | None, Field(alias="partoucheId")]
    """Id in Partouche."""

    como_id: Annotated[str | None, Field(alias="comoId")]
    """Id in Como."""

    the_fork_id: Annotated[str | None, Field(alias="theForkId")]
    """Id in TheFork."""

    type: str
    """Kind of customer; Unknown is the one documented kind."""

    feedback_count: Annotated[int | float, Field(alias="feedbackCount")]
    """Number of feedbacks."""

    purchase_count: Annotated[int | float, Field(alias="purchaseCount")]
    """Number of purchases."""

    average_feedback_rating: Annotated[str | None, Field(alias="averageFeedbackRating")]
    """Average rating of the feedbacks, as text."""

    data_sources: Annotated[list[str], Field(alias="dataSources")]
    """Systems the data came from; Google is the one documented source."""

    metadata: CustomerMetadata
    """What connected systems know of the customer."""


class CustomerTag(Model):
    """A tag on a customer."""

    id: str | None = None
    """Id of the tag."""

    created_at: Annotated[WireDateTime | None, Field(alias="createdAt")] = None
    """When the tag was made."""

    updated_at: Annotated[WireDateTime | None, Field(alias="updatedAt")] = None
    """When the tag was last changed."""

    tag: str | None = None
    """Text of the tag."""

    color: str | None = None
    """Color of the tag."""


class CustomerMetadata(Model):
    """What connected systems know of a customer, one block for each."""

    google_my_business: Annotated[GoogleMyBusinessCustomer | None, Field(alias="googleMyBusiness")] = None
    """The reviewer behind a Google Business profile."""

    zelty: ZeltyCustomer | None = None
    """The customer as Zelty holds it."""

    zenchef: ZenchefCustomer | None = None
    """The customer as Zenchef holds it."""

    juxta: JuxtaCustomer | None = None
    """The customer as Juxta holds it: a patient."""

    salesforce: SalesforceCustomer | None = None
    """What Salesforce holds about the customer."""

    deliveroo: DeliverooCustomer | None = None
    """The customer as Deliveroo holds it."""

    tripadvisor: TripadvisorCustomer | None = None
    """The customer as a Tripadvisor reviewer."""

    booking: BookingCustomer | None = None
    """The customer as Booking holds it."""

    ubereats: UbereatsCustomer | None = None
    """The customer as Uber Eats holds it."""

    sevenrooms: SevenroomsCustomer | None = None
    """The customer as SevenRooms holds it."""

    facebook: FacebookCustomer | None = None
    """The customer as a Facebook user."""

    instagram: InstagramCustomer | None = None
    """The customer as an Instagram user."""

    whatsapp: WhatsappCustomer | None = None
    """The customer as a WhatsApp contact."""

    mews: MewsCustomer | None = None
    """The customer as Mews holds it."""

    oracle: OracleCustomer | None = None
    """The customer as Oracle holds it."""

    partouche: PartoucheCustomer | None = None
    """The customer as Partouche holds it."""

    como: ComoCustomer | None = None
    """The customer as Como holds it."""

    experience: ExperienceCustomer | None = None
    """The customer as Experience holds it."""

    auto_gestion: Annotated[AutoGestionCustomer | None, Field(alias="autoGestion")] = None
    """The customer as AutoGestion holds it."""

    the_fork: Annotated[TheForkCustomer | None, Field(alias="theFork")] = None
    """The customer as TheFork holds it."""

    import_: Annotated[dict[str, Any] | None, Field(alias="import")] = None
    """Imported data, of no documented shape."""


class GoogleMyBusinessCustomer(Model):
    """The reviewer behind a Google Business profile."""

    display_name: Annotated[str | None, Field(alias="displayName")] = None
    """Name shown for the reviewer."""

    profile_photo_url: Annotated[str | None, Field(alias="profilePhotoUrl")] = None
    """Address of the profile photo."""

    is_anonymous: Annotated[bool | None, Field(alias="isAnonymous")] = None
    """Whether the reviewer is anonymous."""


class ZeltyCustomer(Model):
    """The customer as Zelty holds it."""

    metadata: dict[str, Any] | None = None
    """Further data, of no documented shape."""

    id: int | float | None = None
    """Number of the customer in Zelty."""

    uuid: str | None = None
    """UUID of the customer in Zelty."""

    remote_id: str | None = None
    """Id of the customer in a system connected to Zelty."""

    nice_name: str | None = None
    """Name as it is shown."""

    updated_at: str | None = None
    """When Zelty last changed the record."""

    name: str | None = None
    """Name."""

    fname: str | None = None
    """First name."""

    company: str | None = None
    """Company."""

    card: str | None = None
    """Card."""

    phone: str | None = None
    """Phone number."""

    phone2: str | None = None
    """Second phone number."""

    mail: str | None = None
    """Email address."""

    birthday: str | None = None
    """Birthday."""

    balance: int | float | None = None
    """Balance."""

    personal_info: str | None = None
    """Personal information."""

    loyalty: int | float | None = None
    """Loyalty figure."""

    registration: str | None = None
    """Registration."""

    default_address: int | float | None = None
    """Number of the default address."""

    billing_address: int | float | None = None
    """Number of the billing address."""

    sms_optin: bool | None = None
    """Whether the customer opted in to SMS."""

    mail_optin: bool | None = None
    """Whether the customer opted in to email."""

    turnover: int | float | None = None
    """Turnover made with the customer."""

    nb_orders: int | float | None = None
    """Number of orders."""

    last_order_date: str | None = None
    """Date of the last order."""

    other: str | None = None
    """Anything else noted."""

    addresses: list[ZeltyAddress] | None = None
    """Addresses of the customer."""

    country_code: str | None = None
    """Country code."""


class ZeltyAddress(Model):
    """An address of a customer in Zelty."""

    id: int | float | None = None
    """Number of the address."""

    remote_id: str | None = None
    """Id of the address in a system connected to Zelty."""

    name: str | None = None
    """Name of the address."""

    street: str | None = None
    """Street."""

    street_num: str | None = None
    """Number in the street."""

    zip_code: str | None = None
    """Postal code."""

    city: str | None = None
    """City."""

    formatted_address: str | None = None
    """The address as one text."""

    google_id: str | None = None
    """Id of the address at Google."""

    location: list[int | float] | None = None
    """Coordinates of the address."""

    address_more: str | None = None
    """Further part of the address."""

    floor: str | None = None
    """Floor."""

    door: str | None = None
    """Door."""

    building: str | None = None
    """Building."""

    code: str | None = None
    """Code."""


class ZenchefCustomer(Model):
    """The customer as Zenchef holds it."""

    id: int | float | None = None
    """Number of the customer in Zenchef."""

    created_at: str | None = None
    """When Zenchef made the record."""

    updated_at: str | None = None
    """When Zenchef last changed the record."""

    deleted_at: str | None = None
    """When Zenchef deleted the record."""

    owner_id: int | float | None = None
    """Number of the owner."""

    restaurantid: int | float | None = None
    """Number of the restaurant, first spelling."""

    restaurant_id: int | float | None = None
    """Number of the restaurant, second spelling."""

    retention_rate_label: str | None = None
    """Label of the retention rate."""

    retention_rate: int | float | None = None
    """Retention rate."""

    company: str | None = None
    """Company."""

    status: str | None = None
    """Status."""

    account_id: int | float | None = None
    """Number of the account."""

    customer_social_id: str | None = None
    """Id of the customer's social profile."""

    customer_company_id: str | None = None
    """Id of the customer's company."""

    lastname: str | None = None
    """Last name."""

    firstname: str | None = None
    """First name."""

    civility: str | None = None
    """Civility."""

    email: str | None = None
    """Email address."""

    phone: str | None = None
    """Phone number."""

    professional_email: str | None = None
    """Email address at work."""

    professional_phone: str | None = None
    """Phone number at work."""

    birthdate: str | None = None
    """Date of birth."""

    address: str | None = None
    """Address."""

    city: str | None = None
    """City."""

    zip_: Annotated[str | None, Field(alias="zip")] = None
    """Postal code."""

    country: str | None = None
    """Country."""

    lang: str | None = None
    """Language."""

    membershipnum: str | None = None
    """Membership number."""

    vip: int | float | None = None
    """VIP mark, as a number."""

    has_no_show: int | float | None = None
    """No-show mark, as a number."""

    is_new: int | float | None = None
    """Mark of a new customer, as a number."""

    is_blacklisted: int | float | None = None
    """Blacklist mark, as a number."""

    allergies: str | None = None
    """Allergies."""

    comment: str | None = None
    """Comment."""

    unsubscribed: bool | None = None
    """Whether the customer unsubscribed."""

    has_opt_in_market_mail: int | float | None = None
    """Opt-in to marketing mail, as a number."""

    has_opt_in_review_mail: int | float | None = None
    """Opt-in to review mail, as a number."""

    imported_nb_bookings: int | float | None = None
    """Number of imported bookings."""

    non_duplicate_with: str | None = None
    """What this record is known not to duplicate."""

    optins: list[ZenchefOptin] | None = None
    """Consents of the customer."""


class ZenchefOptin(Model):
    """One consent of a customer in Zenchef."""

    id: int | float | None = None
    """Number of the consent."""

    customer_sheet_id: int | float | None = None
    """Number of the customer sheet it belongs to."""

    type: dict[str, Any] | None = None
    """Kind of consent, of no documented shape."""

    value: bool | None = None
    """Whether consent is given."""

    is_last: int | float | None = None
    """Mark of the latest consent, as a number."""

    created_at: str | None = None
    """When the consent was recorded."""


class JuxtaCustomer(Model):
    """The customer as Juxta holds it: a patient."""

    patient_fullname: str | None = None
    """Full name of the patient."""

    patient_firstname: str | None = None
    """First name of the patient."""

    patient_lastname: str | None = None
    """Last name of the patient."""

    phone_number: str | None = None
    """Phone number."""

    email: str | None = None
    """Email address."""


class SalesforceCustomer(Model):
    """What Salesforce holds about the customer."""

    dentego: SalesforceDentego | None = None
    """Record of the Dentego organisation."""


class SalesforceDentego(Model):
    """A Dentego record in Salesforce, about an appointment; names are Salesforce's own custom fields."""

    external_id_c: Annotated[str | None, Field(alias="EXTERNAL_ID__c")] = None
    """Id outside Salesforce."""

    centre_du_rdv_c: Annotated[str | None, Field(alias="Centre_du_RDV__c")] = None
    """Centre of the appointment."""

    type_de_rdv_c: Annotated[str | None, Field(alias="Type_de_RDV__c")] = None
    """Kind of appointment."""

    enddatepour_processbuilder_c: Annotated[str | None, Field(alias="EnddatepourProcessbuilder__c")] = None
    """End date for Process Builder."""

    statut_c: Annotated[str | None, Field(alias="Statut__c")] = None
    """Status."""

    pas_de_r_ponse_c: Annotated[bool | None, Field(alias="Pas_de_R_ponse__c")] = None
    """Whether there was no answer."""

    motif_du_rdv_c: Annotated[str | None, Field(alias="Motif_du_RDV__c")] = None
    """Reason for the appointment."""

    pas_int_ress_c: Annotated[bool | None, Field(alias="Pas_int_ress__c")] = None
    """Whether the customer is not interested."""

    recontacter_ce_soir_c: Annotated[bool | None, Field(alias="Recontacter_ce_soir__c")] = None
    """Whether to call back this evening."""

    commentaire_support_th_o_c: Annotated[str | None, Field(alias="Commentaire_support_Th_o__c")] = None
    """Comment of the support."""

    x1_er_contact_par_sms_c: Annotated[bool | None, Field(alias="X1er_contact_par_SMS__c")] = None
    """Whether the first contact was by SMS."""

    nombre_de_rdv_non_honor_c: Annotated[int | float | None, Field(alias="Nombre_de_RDV_non_honor__c")] = None
    """Number of missed appointments."""

    action_r_alis_e_c: Annotated[str | None, Field(alias="Action_r_alis_e__c")] = None
    """Action taken."""

    commentaire_li_l_action_r_alis_e_c: Annotated[str | None, Field(alias="Commentaire_li_l_action_r_alis_e__c")] = None
    """Comment on the action taken."""

    recontacter_le_c: Annotated[str | None, Field(alias="Recontacter_le__c")] = None
    """When to call back."""

    ko_c: Annotated[bool | None, Field(alias="KO__c")] = None
    """Whether the record is marked KO."""

    date_du_rdv_c: Annotated[str | None, Field(alias="Date_du_RDV__c")] = None
    """Date of the appointment."""

    commentaire_li_e_la_t_che_c: Annotated[str | None, Field(alias="Commentaire_li_e_la_t_che__c")] = None
    """Comment on the task."""

    rdv_plant_c: Annotated[int | float | None, Field(alias="RDV_plant__c")] = None
    """Missed-appointment mark, as a number."""

    is_rdv_c: Annotated[int | float | None, Field(alias="Is_RDV__c")] = None
    """Appointment mark, as a number."""

    logiciel_met_c: Annotated[str | None, Field(alias="Logiciel_met__c")] = None
    """Software in use."""

    date_d_annulation_du_rdv_c: Annotated[str | None, Field(alias="Date_d_annulation_du_RDV__c")] = None
    """Date the appointment was cancelled."""

    rdv_admin_c: Annotated[int | float | None, Field(alias="RDV_ADMIN__c")] = None
    """Administrative appointment, as a number."""

    date_flow_c: Annotated[str | None, Field(alias="DateFlow__c")] = None
    """Date of the flow."""

    mail_c: Annotated[str | None, Field(alias="Mail__c")] = None
    """Email address."""

    mobile_c: Annotated[str | None, Field(alias="Mobile__c")] = None
    """Mobile phone number."""

    is_finished_c: Annotated[bool | None, Field(alias="isFinished__c")] = None
    """Whether it is finished."""

    tech_sent_to_hello_customer_c: Annotated[bool | None, Field(alias="techSentToHelloCustomer__c")] = None
    """Whether it was sent to Hello Customer."""

    p_rim_tre_r_gional_c: Annotated[str | None, Field(alias="P_rim_tre_r_gional__c")] = None
    """Regional perimeter."""

    etat_de_confirmation_c: Annotated[str | None, Field(alias="Etat_de_confirmation__c")] = None
    """State of the confirmation."""

    traite_dans_doctolib_c: Annotated[bool | None, Field(alias="Traite_dans_Doctolib__c")] = None
    """Whether it was handled in Doctolib."""

    date_d_envoi_de_la_confirmation_c: Annotated[str | None, Field(alias="Date_d_envoi_de_la_confirmation__c")] = None
    """Date the confirmation was sent."""

    date_de_r_ponse_c: Annotated[str | None, Field(alias="Date_de_r_ponse__c")] = None
    """Date of the answer."""

    type_de_demande_c: Annotated[str | None, Field(alias="Type_de_demande__c")] = None
    """Kind of request."""

    aujourd_hui_c: Annotated[str | None, Field(alias="Aujourd_hui__c")] = None
    """Value named today."""

    voyant_c: Annotated[str | None, Field(alias="Voyant__c")] = None
    """Indicator."""

    event_date_1er_rdv_c: Annotated[str | None, Field(alias="Event_date_1er_RDV__c")] = None
    """Event date of the first appointment."""

    rdv_np_c: Annotated[bool | None, Field(alias="RDV_NP__c")] = None
    """Whether the appointment is marked NP."""

    date_de_prise_du_rdv_c: Annotated[str | None, Field(alias="Date_de_prise_du_RDV__c")] = None
    """Date the appointment was made."""


class DeliverooCustomer(Model):
    """The customer as Deliveroo holds it."""

    id: int | float | None = None
    """Number of the customer in Deliveroo."""

    frequency: int | float | None = None
    """Frequency."""


class TripadvisorCustomer(Model):
    """The customer as a Tripadvisor reviewer."""

    helpful_votes: Annotated[int | float | None, Field(alias="helpfulVotes")] = None
    """Number of helpful votes."""

    contribution_count: Annotated[int | float | None, Field(alias="contributionCount")] = None
    """Number of contributions."""

    home_town: Annotated[str | None, Field(alias="homeTown")] = None
    """Home town."""

    avatar_url: Annotated[str | None, Field(alias="avatarUrl")] = None
    """Address of the avatar."""

    username: str | None = None
    """User name."""


class BookingCustomer(Model):
    """The customer as Booking holds it."""

    yourname: str | None = None
    """Name."""


class UbereatsCustomer(Model):
    """The customer as Uber Eats holds it."""

    name: str | None = None
    """Name."""

    profile_url: Annotated[str | None, Field(alias="profileURL")] = None
    """Address of the profile."""

    uuid: str | None = None
    """UUID of the customer in Uber Eats."""

    is_eats_pass_subscriber: Annotated[bool | None, Field(alias="isEatsPassSubscriber")] = None
    """Whether the customer subscribes to Eats Pass."""

    num_orders: Annotated[int | float | None, Field(alias="numOrders")] = None
    """Number of orders."""


class SevenroomsCustomer(Model):
    """The customer as SevenRooms holds it."""

    first_name: str | None = None
    """First name."""

    last_name: str | None = None
    """Last name."""

    email: str | None = None
    """Email address."""

    phone_number: str | None = None
    """Phone number."""

    client_id: str | None = None
    """Id of the client."""

    venue_group_client_id: str | None = None
    """Id of the client in the venue group."""

    client_reference_code: str | None = None
    """Reference code of the client."""

    external_client_id: str | None = None
    """Id of the client outside SevenRooms."""

    source_client_id: str | None = None
    """Id of the client at its source."""

    reservation_sms_opt_in: bool | None = None
    """Whether the client opted in to SMS about reservations."""


class FacebookCustomer(Model):
    """The customer as a Facebook user."""

    id: str | None = None
    """Id of the user at Facebook."""

    profile_pic: str | None = None
    """Profile picture."""

    first_name: str | None = None
    """First name."""

    last_name: str | None = None
    """Last name."""

    name: str | None = None
    """Name."""

    name_format: str | None = None
    """Order in which the names are written."""

    gender: str | None = None
    """Gender."""


class InstagramCustomer(Model):
    """The customer as an Instagram user; counts are texts here."""

    id: str | None = None
    """Id of the user at Instagram."""

    biography: str | None = None
    """Biography."""

    profile_picture_url: str | None = None
    """Address of the profile picture."""

    profile_pic: str | None = None
    """Profile picture."""

    followers_count: str | None = None
    """Number of followers, as text."""

    follows_count: str | None = None
    """Number of accounts followed, as text."""

    media_count: str | None = None
    """Number of media, as text."""

    username: str | None = None
    """User name."""

    name: str | None = None
    """Name."""

    website: str | None = None
    """Website."""


class WhatsappCustomer(Model):
    """The customer as a WhatsApp contact."""

    wa_id: str | None = None
    """Id of the contact at WhatsApp."""

    profile: WhatsappProfile | None = None
    """Profile of the contact."""


class WhatsappProfile(Model):
    """The profile of a WhatsApp contact."""

    name: str | None = None
    """Name."""


class MewsCustomer(Model):
    """The customer as Mews holds it."""

    customer: MewsProfile | None = None
    """Profile of the customer."""

    documents: list[MewsDocument] | None = None
    """Identity documents of the customer."""


class MewsProfile(Model):
    """A customer profile in Mews."""

    id: Annotated[str | None, Field(alias="Id")] = None
    """Id of the customer in Mews."""

    chain_id: Annotated[str | None, Field(alias="ChainId")] = None
    """Id of the hotel chain."""

    number: Annotated[str | None, Field(alias="Number")] = None
    """Number of the customer."""

    first_name: Annotated[str | None, Field(alias="FirstName")] = None
    """First name."""

    last_name: Annotated[str | None, Field(alias="LastName")] = None
    """Last name."""

    second_last_name: Annotated[str | None, Field(alias="SecondLastName")] = None
    """Second last name."""

    title: Annotated[str | None, Field(alias="Title")] = None
    """Title."""

    sex: Annotated[str | None, Field(alias="Sex")] = None
    """Sex."""

    nationality_code: Annotated[str | None, Field(alias="NationalityCode")] = None
    """Code of the nationality."""

    language_code: Annotated[str | None, Field(alias="LanguageCode")] = None
    """Code of the language."""

    birth_date: Annotated[str | None, Field(alias="BirthDate")] = None
    """Date of birth."""

    birth_place: Annotated[str | None, Field(alias="BirthPlace")] = None
    """Place of birth."""

    email: Annotated[str | None, Field(alias="Email")] = None
    """Email address."""

    phone: Annotated[str | None, Field(alias="Phone")] = None
    """Phone number."""

    tax_identification_number: Annotated[str | None, Field(alias="TaxIdentificationNumber")] = None
    """Tax identification number."""

    loyalty_code: Annotated[str | None, Field(alias="LoyaltyCode")] = None
    """Loyalty code."""

    accounting_code: Annotated[str | None, Field(alias="AccountingCode")] = None
    """Accounting code."""

    billing_code: Annotated[str | None, Field(alias="BillingCode")] = None
    """Billing code."""

    notes: Annotated[str | None, Field(alias="Notes")] = None
    """Notes."""

    car_registration_number: Annotated[str | None, Field(alias="CarRegistrationNumber")] = None
    """Registration number of the car."""

    classifications: Annotated[list[str] | None, Field(alias="Classifications")] = None
    """Classifications of the customer."""

    options: Annotated[list[str] | None, Field(alias="Options")] = None
    """Options of the customer."""

    address: Annotated[MewsAddress | None, Field(alias="Address")] = None
    """Address."""

    created_utc: Annotated[str | None, Field(alias="CreatedUtc")] = None
    """When Mews made the record, in UTC."""

    updated_utc: Annotated[str | None, Field(alias="UpdatedUtc")] = None
    """When Mews last changed the record, in UTC."""

    italian_destination_code: Annotated[str | None, Field(alias="ItalianDestinationCode")] = None
    """Italian destination code."""

    italian_fiscal_code: Annotated[str | None, Field(alias="ItalianFiscalCode")] = None
    """Italian fiscal code."""

    company_id: Annotated[str | None, Field(alias="CompanyId")] = None
    """Id of the company."""

    merge_target_id: Annotated[str | None, Field(alias="MergeTargetId")] = None
    """Id of the merge target."""

    activity_state: Annotated[str | None, Field(alias="ActivityState")] = None
    """State of activity."""

    citizen_number: Annotated[str | None, Field(alias="CitizenNumber")] = None
    """Citizen number."""

    mother_name: Annotated[str | None, Field(alias="MotherName")] = None
    """Name of the mother."""

    father_name: Annotated[str | None, Field(alias="FatherName")] = None
    """Name of the father."""

    occupation: Annotated[str | None, Field(alias="Occupation")] = None
    """Occupation."""

    has_ota_email: Annotated[bool | None, Field(alias="HasOtaEmail")] = None
    """Whether the email address is marked OTA."""

    passport: Annotated[str | None, Field(alias="Passport")] = None
    """Passport."""

    identity_card: Annotated[str | None, Field(alias="IdentityCard")] = None
    """Identity card."""

    visa: Annotated[str | None, Field(alias="Visa")] = None
    """Visa."""

    drivers_license: Annotated[str | None, Field(alias="DriversLicense")] = None
    """Driver's license."""

    address_id: Annotated[str | None, Field(alias="AddressId")] = None
    """Id of the address."""

    category_id: Annotated[str | None, Field(alias="CategoryId")] = None
    """Id of the category."""

    birth_date_utc: Annotated[str | None, Field(alias="BirthDateUtc")] = None
    """Date of birth, in UTC."""

    is_active: Annotated[bool | None, Field(alias="IsActive")] = None
    """Whether the profile is active."""

    is_updated_by_me: Annotated[bool | None, Field(alias="IsUpdatedByMe")] = None
    """Mark of an own update."""


class MewsAddress(Model):
    """An address in Mews."""

    id: Annotated[str | None, Field(alias="Id")] = None
    """Id of the address."""

    line1: Annotated[str | None, Field(alias="Line1")] = None
    """First line."""

    line2: Annotated[str | None, Field(alias="Line2")] = None
    """Second line."""

    city: Annotated[str | None, Field(alias="City")] = None
    """City."""

    postal_code: Annotated[str | None, Field(alias="PostalCode")] = None
    """Postal code."""

    country_code: Annotated[str | None, Field(alias="CountryCode")] = None
    """Code of the country."""

    country_subdivision_code: Annotated[str | None, Field(alias="CountrySubdivisionCode")] = None
    """Code of the part of the country."""

    latitude: Annotated[int | float | None, Field(alias="Latitude")] = None
    """Latitude."""

    longitude: Annotated[int | float | None, Field(alias="Longitude")] = None
    """Longitude."""


class MewsDocument(Model):
    """An identity document in Mews."""

    id: Annotated[str | None, Field(alias="Id")] = None
    """Id of the document."""

    customer_id: Annotated[str | None, Field(alias="CustomerId")] = None
    """Id of the customer it belongs to."""

    type: Annotated[str | None, Field(alias="Type")] = None
    """Kind of document."""

    number: Annotated[str | None, Field(alias="Number")] = None
    """Number of the document."""

    expiration: Annotated[str | None, Field(alias="Expiration")] = None
    """When it expires."""

    issuance: Annotated[str | None, Field(alias="Issuance")] = None
    """When it was issued."""

    issuing_country_code: Annotated[str | None, Field(alias="IssuingCountryCode")] = None
    """Code of the issuing country."""

    issuing_city: Annotated[str | None, Field(alias="IssuingCity")] = None
    """Issuing city."""


class OracleCustomer(Model):
    """The customer as Oracle holds it."""

    membership: OracleMembership | None = None
    """Membership."""

    name_prefix: Annotated[str | None, Field(alias="namePrefix")] = None
    """Prefix of the name."""

    given_name: Annotated[str | None, Field(alias="givenName")] = None
    """Given name."""

    alternate_given_name: Annotated[str | None, Field(alias="alternateGivenName")] = None
    """Given name in another writing."""

    middle_name: Annotated[str | None, Field(alias="middleName")] = None
    """Middle name."""

    surname: str | None = None
    """Surname."""

    alternate_surname: Annotated[str | None, Field(alias="alternateSurname")] = None
    """Surname in another writing."""

    name_title: Annotated[str | None, Field(alias="nameTitle")] = None
    """Title."""

    full_name: Annotated[str | None, Field(alias="fullName")] = None
    """Full name."""

    phone_number: Annotated[str | None, Field(alias="phoneNumber")] = None
    """Phone number."""

    email: str | None = None
    """Email address."""

    birth_date: Annotated[WireDateTime | None, Field(alias="birthDate")] = None
    """Date of birth, as a date-time."""

    language: str | None = None
    """Language."""

    nationality: OracleNationality | None = None
    """Nationality."""

    vip: OracleVip | None = None
    """VIP level."""

    address: OracleAddress | None = None
    """Address."""

    anonymization: OracleAnonymization | None = None
    """State of anonymisation."""

    accompany_guests: Annotated[list[OracleGuest] | None, Field(alias="accompanyGuests")] = None
    """Guests who came along."""

    guest_last_stay_information: Annotated[OracleLastStay | None, Field(alias="guestLastStayInformation")] = None
    """The last stay."""

    guest_restricted_code: Annotated[str | None, Field(alias="guestRestrictedCode")] = None
    """Code of the restriction."""

    guest_restricted_reason_desc: Annotated[str | None, Field(alias="guestRestrictedReasonDesc")] = None
    """Reason for the restriction."""

    guest_restricted: Annotated[bool | None, Field(alias="guestRestricted")] = None
    """Whether the guest is restricted."""

    registration_card_no: Annotated[str | None, Field(alias="registrationCardNo")] = None
    """Number of the registration card."""

    name_type: Annotated[str | None, Field(alias="nameType")] = None
    """Kind of name."""

    id: str | None = None
    """Id of the customer in Oracle."""

    type: str | None = None
    """Kind of record."""


class OracleMembership(Model):
    """A membership in Oracle."""

    membership_id: Annotated[int | float | None, Field(alias="membershipId")] = None
    """Number of the membership."""

    program_code: Annotated[str | None, Field(alias="programCode")] = None
    """Code of the programme."""

    bonus_code: Annotated[str | None, Field(alias="bonusCode")] = None
    """Code of the bonus."""

    membership_type_desc: Annotated[str | None, Field(alias="membershipTypeDesc")] = None
    """Kind of membership, in words."""

    membership_level_desc: Annotated[str | None, Field(alias="membershipLevelDesc")] = None
    """Level of membership, in words."""

    account_id: Annotated[str | None, Field(alias="accountId")] = None
    """Id of the account."""

    membership_level: Annotated[str | None, Field(alias="membershipLevel")] = None
    """Level of membership."""

    player_ranking: Annotated[int | float | None, Field(alias="playerRanking")] = None
    """Ranking of the player."""


class OracleNationality(Model):
    """A nationality in Oracle."""

    value: str | None = None
    """Name of the nationality."""

    code: str | None = None
    """Code of the nationality."""

    display_country_flag: Annotated[bool | None, Field(alias="displayCountryFlag")] = None
    """Whether to show the flag of the country."""

    iso_code: Annotated[str | None, Field(alias="isoCode")] = None
    """ISO code."""


class OracleVip(Model):
    """A VIP level in Oracle."""

    vip_code: Annotated[str | None, Field(alias="vipCode")] = None
    """Code of the level."""

    vip_description: Annotated[str | None, Field(alias="vipDescription")] = None
    """Name of the level."""


class OracleAddress(Model):
    """An address in Oracle."""

    city_name: Annotated[str | None, Field(alias="cityName")] = None
    """City."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    state: str | None = None
    """State."""

    street_address: Annotated[str | None, Field(alias="streetAddress")] = None
    """Street and number."""

    country: OracleCountry | None = None
    """Country."""

    exclude_no_city: Annotated[bool | None, Field(alias="excludeNoCity")] = None
    """Exclusion mark for a missing city."""


class OracleCountry(Model):
    """A country in Oracle."""

    value: str | None = None
    """Name of the country."""

    code: str | None = None
    """Code of the country."""


class OracleAnonymization(Model):
    """How far a profile in Oracle is anonymised."""

    anonymization_status: Annotated[str | None, Field(alias="anonymizationStatus")] = None
    """Status of the anonymisation."""


class OracleGuest(Model):
    """An accompanying guest in Oracle."""

    first_name: Annotated[str | None, Field(alias="firstName")] = None
    """First name."""

    last_name: Annotated[str | None, Field(alias="lastName")] = None
    """Last name."""

    full_name: Annotated[str | None, Field(alias="fullName")] = None
    """Full name."""

    registration_card_no: Annotated[str | None, Field(alias="registrationCardNo")] = None
    """Number of the registration card."""

    profile_id_list: Annotated[list[OracleProfileId] | None, Field(alias="profileIdList")] = None
    """Ids of the guest's profiles."""


class OracleProfileId(Model):
    """The id of a profile in Oracle."""

    id: str | None = None
    """The id."""

    type: str | None = None
    """Kind of id."""


class OracleLastStay(Model):
    """A guest's last stay in Oracle."""

    last_stay_date: Annotated[WireDateTime | None, Field(alias="lastStayDate")] = None
    """Date of the stay."""

    last_stay_room: Annotated[str | None, Field(alias="lastStayRoom")] = None
    """Room."""

    last_stay_rate: Annotated[OracleRate | None, Field(alias="lastStayRate")] = None
    """Rate."""

    total_stay: Annotated[int | float | None, Field(alias="totalStay")] = None
    """Total of stays."""


class OracleRate(Model):
    """The rate of a stay in Oracle."""

    amount: int | float | None = None
    """Amount."""

    currency_code: Annotated[str | None, Field(alias="currencyCode")] = None
    """Code of the currency."""


class PartoucheCustomer(Model):
    """The customer as Partouche holds it."""

    id: int | float | None = None
    """Number of the customer in Partouche."""

    mail: str | None = None
    """Email address."""

    name: str | None = None
    """Name."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    civility: int | float | None = None
    """Civility, as a number."""

    optout: bool | None = None
    """Whether the customer opted out."""

    optout_source: str | None = None
    """Where the opt-out came from."""

    testuser: bool | None = None
    """Whether this is a test user."""

    only_text: bool | None = None
    """Whether mail is to be text only."""

    subscribe_source: str | None = None
    """Where the subscription came from."""

    subscribe_source_detail: str | None = None
    """More about where the subscription came from."""

    created_dt: WireDateTime | None = None
    """When Partouche made the record."""

    modified_dt: WireDateTime | None = None
    """When Partouche last changed the record."""

    optout_dt: WireDateTime | None = None
    """When the customer opted out."""

    language: str | None = None
    """Language."""

    bouncecnt: int | float | None = None
    """Number of bounces."""

    bouncedt: WireDateTime | None = None
    """When mail last bounced."""

    mobile: str | None = None
    """Mobile phone number."""

    valide_email: bool | None = None
    """Whether email is marked valid."""

    valide_print: bool | None = None
    """Whether print is marked valid."""

    valide_sms: bool | None = None
    """Whether SMS is marked valid."""

    abo_email: bool | None = None
    """Whether the customer subscribes by email."""

    abo_sms: bool | None = None
    """Whether the customer subscribes by SMS."""

    abo_print: bool | None = None
    """Whether the customer subscribes by post."""

    casino_rattachement: str | None = None
    """Casino the customer belongs to."""

    id_contact: str | None = None
    """Id of the contact."""

    today: WireDateTime | None = None
    """Date-time named today."""

    do_not_contact: bool | None = None
    """Whether the customer must not be contacted."""


class ComoCustomer(Model):
    """The customer as Como holds it."""

    membership: ComoMembership | None = None
    """Membership."""

    assets: list[ComoAsset] | None = None
    """Assets of the member."""


class ComoMembership(Model):
    """A membership in Como; figures and flags are texts here."""

    membership_status: Annotated[str | None, Field(alias="MembershipStatus")] = None
    """Status of the membership."""

    accumulated_points: Annotated[str | None, Field(alias="AccumulatedPoints")] = None
    """Points gathered, as text."""

    email: Annotated[str | None, Field(alias="Email")] = None
    """Email address."""

    last_update: Annotated[str | None, Field(alias="LastUpdate")] = None
    """Last update."""

    budget_weighted: Annotated[str | None, Field(alias="BudgetWeighted")] = None
    """Weighted budget, as text."""

    user_key: Annotated[str | None, Field(alias="UserKey")] = None
    """Key of the user."""

    location_id: Annotated[str | None, Field(alias="LocationID")] = None
    """Id of the location."""

    points: Annotated[str | None, Field(alias="Points")] = None
    """Points, as text."""

    allow_email: Annotated[str | None, Field(alias="AllowEmail")] = None
    """Permission to email, as text."""

    consent: Annotated[str | None, Field(alias="Consent")] = None
    """Consent, as text."""

    assets: Annotated[list[dict[str, Any]] | None, Field(alias="Assets")] = None
    """Assets, of no documented shape."""

    kind: Annotated[str | None, Field(alias="Kind")] = None
    """Kind of record."""

    created_on: Annotated[str | None, Field(alias="CreatedOn")] = None
    """When Como made the record."""

    registration_source: Annotated[str | None, Field(alias="RegistrationSource")] = None
    """Where the registration came from."""

    weighted_points: Annotated[str | None, Field(alias="WeightedPoints")] = None
    """Weighted points, as text."""

    allow_sms: Annotated[str | None, Field(alias="AllowSMS")] = None
    """Permission to send SMS, as text."""

    unweighted_budget_points: Annotated[str | None, Field(alias="UnweightedBudgetPoints")] = None
    """Unweighted budget points, as text."""

    status: Annotated[str | None, Field(alias="Status")] = None
    """Status."""

    first_name: Annotated[str | None, Field(alias="FirstName")] = None
    """First name."""

    consent_for_hub: Annotated[str | None, Field(alias="ConsentForHub")] = None
    """Consent for the hub, as text."""

    previous_user_keys: Annotated[list[str] | None, Field(alias="PreviousUserKeys")] = None
    """Earlier keys of the user."""

    entity_id: Annotated[str | None, Field(alias="EntityId")] = None
    """Id of the entity."""

    common_ext_id: Annotated[str | None, Field(alias="CommonExtID")] = None
    """Common external id."""

    phone_number: Annotated[str | None, Field(alias="PhoneNumber")] = None
    """Phone number."""

    last_name: Annotated[str | None, Field(alias="LastName")] = None
    """Last name."""

    tag: Annotated[list[str] | None, Field(alias="Tag")] = None
    """Tags of the member."""

    budget_accumulated_unweighted: Annotated[str | None, Field(alias="BudgetAccumulatedUnweighted")] = None
    """Unweighted budget gathered, as text."""

    budget_unweighted: Annotated[str | None, Field(alias="BudgetUnweighted")] = None
    """Unweighted budget, as text."""

    budget_accumulated_weighted: Annotated[str | None, Field(alias="BudgetAccumulatedWeighted")] = None
    """Weighted budget gathered, as text."""

    key: Annotated[str | None, Field(alias="Key")] = None
    """Key of the record."""

    como_member_id: Annotated[str | None, Field(alias="ComoMemberID")] = None
    """Id of the member in Como."""


class ComoAsset(Model):
    """An asset of a member in Como."""

    template: str | None = None
    """Template of the asset."""

    type: str | None = None
    """Kind of asset."""

    key: str | None = None
    """Key of the asset."""

    status: str | None = None
    """Status of the asset."""


class ExperienceCustomer(Model):
    """The customer as Experience holds it."""

    customer_custom_properties: list[dict[str, Any]] | None = None
    """Custom properties, of no documented shape."""

    customer_additional_properties: list[dict[str, Any]] | None = None
    """Additional properties, of no documented shape."""

    email: str | None = None
    """Email address."""

    title: str | None = None
    """Title."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    language: str | None = None
    """Language."""

    birthdate: str | None = None
    """Date of birth."""

    age_at_time_of_stay: int | float | None = None
    """Age at the time of the stay."""

    addr_street: str | None = None
    """Street."""

    addr_city: str | None = None
    """City."""

    addr_zipcode: str | None = None
    """Postal code."""

    addr_country: str | None = None
    """Country."""

    continent: str | None = None
    """Continent."""

    nationality: str | None = None
    """Nationality."""

    mobile_phone: str | None = None
    """Mobile phone number."""

    phone: str | None = None
    """Phone number."""

    number_of_stays: int | float | None = None
    """Number of stays."""

    often_travel_to_city: bool | None = None
    """Whether the guest often travels to the city."""


class AutoGestionCustomer(Model):
    """The customer as AutoGestion holds it."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    email: str | None = None
    """Email address."""

    phone: str | None = None
    """Phone number."""

    thoroughfare: str | None = None
    """Street and number."""

    premise: str | None = None
    """Building or premise."""

    postal_code: str | None = None
    """Postal code."""

    locality: str | None = None
    """City."""

    country: str | None = None
    """Country."""


class TheForkCustomer(Model):
    """The customer as TheFork holds it."""

    customer_uuid: Annotated[str | None, Field(alias="customerUuid")] = None
    """UUID of the customer in TheFork."""

    email: str | None = None
    """Email address."""

    first_name: Annotated[str | None, Field(alias="firstName")] = None
    """First name."""

    last_name: Annotated[str | None, Field(alias="lastName")] = None
    """Last name."""

    phone: str | None = None
    """Phone number."""

    birth_date: Annotated[str | None, Field(alias="birthDate")] = None
    """Date of birth."""

    locale: str | None = None
    """Locale."""

    civility: str | None = None
    """Civility."""

    rank: str | None = None
    """Rank."""

    computed_rank: Annotated[str | None, Field(alias="computedRank")] = None
    """Computed rank."""

    is_vip: Annotated[bool | None, Field(alias="isVip")] = None
    """Whether the customer is a VIP."""

    address: str | None = None
    """Address."""

    allergies_and_intolerances: Annotated[list[str] | None, Field(alias="allergiesAndIntolerances")] = None
    """Allergies and intolerances."""

    dietary_restrictions: Annotated[list[str] | None, Field(alias="dietaryRestrictions")] = None
    """Dietary restrictions."""

    fav_food: Annotated[str | None, Field(alias="favFood")] = None
    """Favourite food."""

    fav_drinks: Annotated[str | None, Field(alias="favDrinks")] = None
    """Favourite drinks."""

    fav_seating: Annotated[str | None, Field(alias="favSeating")] = None
    """Favourite seating."""

    notes: str | None = None
    """Notes."""

    origin_restaurant_uuid: Annotated[str | None, Field(alias="originRestaurantUuid")] = None
    """UUID of the restaurant the customer came from."""

    origin_restaurant_name: Annotated[str | None, Field(alias="originRestaurantName")] = None
    """Name of the restaurant the customer came from."""

    creation_date: Annotated[str | None, Field(alias="creationDate")] = None
    """When TheFork made the record."""

    last_update_date: Annotated[str | None, Field(alias="lastUpdateDate")] = None
    """When TheFork last changed the record."""

    is_promoter: Annotated[bool | None, Field(alias="isPromoter")] = None
    """Whether the customer is a promoter."""

    secondary_phone: Annotated[str | None, Field(alias="secondaryPhone")] = None
    """Second phone number."""

    country: str | None = None
    """Country."""

    city: str | None = None
    """City."""

    zipcode: str | None = None
    """Postal code."""

    optins: TheForkOptins | None = None
    """Consents of the customer."""

    custom_fields: Annotated[list[TheForkCustomField] | None, Field(alias="customFields")] = None
    """Custom fields of the customer."""


class TheForkOptins(Model):
    """A customer's consents in TheFork."""

    restaurant_newsletter: Annotated[bool | None, Field(alias="restaurantNewsletter")] = None
    """Whether the customer takes the restaurant's newsletter."""


class TheForkCustomField(Model):
    """A custom field of a customer in TheFork."""

    label_uuid: Annotated[str | None, Field(alias="labelUuid")] = None
    """UUID of the label."""

    label: str | None = None
    """Label."""

    type: dict[str, Any] | None = None
    """Kind of field, of no documented shape."""

    value: str | None = None
    """Value."""

    value_uuid: Annotated[str | None, Field(alias="valueUuid")] = None
    """UUID of the value."""
