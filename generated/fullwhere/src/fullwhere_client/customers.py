"""Operations on customers.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ._runtime import (
    OMIT,
    Answer,
    AsyncPager,
    AsyncResource,
    Omit,
    Operation,
    Options,
    Pager,
    Paging,
    Parameter,
    Resource,
)
from .models import CustomerImport, CustomerPage, FullwhereLanguage, PartnerCustomer
from .params import CustomerImportParams

__all__ = ["AsyncCustomers", "Customers"]

GET: Operation[PartnerCustomer] = Operation(
    "customers.get",
    "GET",
    "/partners/customer",
    answers=(Answer("200", "application/json", PartnerCustomer), Answer("400"), Answer("401"), Answer("404")),
    parameters=(Parameter("id", "query", required=True),),
    idempotent=True,
    security=(("apiKey", "apiSecret"),),
)

IMPORT_ONE: Operation[PartnerCustomer] = Operation(
    "customers.import_one",
    "POST",
    "/partners/customer",
    answers=(Answer("201", "application/json", PartnerCustomer), Answer("400"), Answer("401")),
    body="application/json",
    security=(("apiKey", "apiSecret"),),
)

LIST: Operation[CustomerPage] = Operation(
    "customers.list",
    "POST",
    "/partners/customer/list",
    answers=(Answer("201", "application/json", CustomerPage), Answer("400"), Answer("401")),
    body="application/json",
    body_optional=True,
    idempotent=True,
    security=(("apiKey", "apiSecret"),),
    paging=Paging(
        page="page",
        size="limit",
        default_size=10,
        location="body",
        items=("items",),
        total_pages=("meta", "totalPages"),
        total_items=("meta", "totalItems"),
    ),
)

IMPORT_BATCH: Operation[Any] = Operation(
    "customers.import_batch",
    "POST",
    "/partners/customer/batch",
    answers=(Answer("201", "application/json", Any), Answer("400"), Answer("401")),
    body="application/json",
    security=(("apiKey", "apiSecret"),),
)


class Customers(Resource):
    """Operations on customers."""

    def get(self, id: str, *, options: Options | None = None) -> PartnerCustomer:
        """Get one customer.

        Answers with the customer that has the given id.

        ``GET /partners/customer``

        Args:
            id: UUID of the customer to read.
            options: Choices for this call alone.

        Returns:
            The customer was found.

        Raises:
            Invalid: The input has the wrong form (400).
            Unauthorized: The credentials are missing or wrong (401).
            NotFound: There is no customer with this id (404).
        """
        return self._call(GET, query={"id": id}, options=options)

    def import_one(
        self,
        *,
        description: str | None | Omit = OMIT,
        company: str | None | Omit = OMIT,
        first_name: str | None | Omit = OMIT,
        last_name: str | None | Omit = OMIT,
        display_name: str | None | Omit = OMIT,
        phone_number: str | None | Omit = OMIT,
        email: str | None | Omit = OMIT,
        civility: str | None | Omit = OMIT,
        language: FullwhereLanguage | None | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        sms_optin: bool | None | Omit = OMIT,
        email_optin: bool | None | Omit = OMIT,
        zenchef_id: str | None | Omit = OMIT,
        ubereats_id: str | None | Omit = OMIT,
        deliveroo_id: str | None | Omit = OMIT,
        zelty_id: str | None | Omit = OMIT,
        sevenrooms_id: str | None | Omit = OMIT,
        meta_id: str | None | Omit = OMIT,
        mews_id: str | None | Omit = OMIT,
        oracle_id: str | None | Omit = OMIT,
        partouche_id: str | None | Omit = OMIT,
        como_id: str | None | Omit = OMIT,
        the_fork_id: str | None | Omit = OMIT,
        chr365_id: str | None | Omit = OMIT,
        options: Options | None = None,
    ) -> PartnerCustomer:
        """Import one customer.

        Makes a customer, unless one with this pair of email address and phone number is there already. Then
        no second one is made, and what the import holds goes only into those members that were null.

        ``POST /partners/customer``

        Args:
            description: A text about the customer.
            company: Name of the company.
            first_name: First name.
            last_name: Last name.
            display_name: Name to show, normally the first and the last name together.
            phone_number: Phone number.
            email: Email address.
            civility: Civility, a free text such as Mr. or Ms.
            language: Language the customer prefers.
            metadata: Further data to keep with the customer, from text to text.
            sms_optin: Whether the customer agrees to SMS.
            email_optin: Whether the customer agrees to email.
            zenchef_id: Id in Zenchef.
            ubereats_id: Id in Uber Eats.
            deliveroo_id: Id in Deliveroo.
            zelty_id: Id in Zelty.
            sevenrooms_id: Id in SevenRooms.
            meta_id: Id at Meta (Facebook and Instagram).
            mews_id: Id in Mews.
            oracle_id: Id in Oracle.
            partouche_id: Id in Partouche.
            como_id: Id in Como.
            the_fork_id: Id in TheFork.
            chr365_id: Id in Chr365.
            options: Choices for this call alone.

        Returns:
            The customer was imported.

        Raises:
            Invalid: The input has the wrong form (400).
            Unauthorized: The credentials are missing or wrong (401).
        """
        return self._call(
            IMPORT_ONE,
            body={
                "description": description,
                "company": company,
                "firstName": first_name,
                "lastName": last_name,
                "displayName": display_name,
                "phoneNumber": phone_number,
                "email": email,
                "civility": civility,
                "language": language,
                "metadata": metadata,
                "smsOptin": sms_optin,
                "emailOptin": email_optin,
                "zenchefId": zenchef_id,
                "ubereatsId": ubereats_id,
                "deliverooId": deliveroo_id,
                "zeltyId": zelty_id,
                "sevenroomsId": sevenrooms_id,
                "metaId": meta_id,
                "mewsId": mews_id,
                "oracleId": oracle_id,
                "partoucheId": partouche_id,
                "comoId": como_id,
                "theForkId": the_fork_id,
                "chr365Id": chr365_id,
            },
            options=options,
        )

    def list(
        self,
        *,
        limit: float | Omit = OMIT,
        page: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[PartnerCustomer]:
        """List customers.

        Answers with one page of customers; there is no filter and no choice of order.

        ``POST /partners/customer/list``

        Args:
            limit: Customers a page holds at most.
            page: Number of the page, counted from 1. The walk over the pages begins here.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Invalid: The input has the wrong form (400).
            Unauthorized: The credentials are missing or wrong (401).
        """
        return self._pages(LIST, body={"limit": limit, "page": page}, max_items=max_items, options=options)

    def import_batch(
        self, *, batch: Sequence[CustomerImport | CustomerImportParams], options: Options | None = None
    ) -> Any:
        """Import many customers.

        Imports each customer of the batch by the rules for importing one.

        ``POST /partners/customer/batch``

        Args:
            batch: The customers, each as for the import of one.
            options: Choices for this call alone.

        Returns:
            The batch was imported.

        Raises:
            Invalid: The input has the wrong form (400).
            Unauthorized: The credentials are missing or wrong (401).
        """
        return self._call(IMPORT_BATCH, body={"batch": batch}, options=options)


class AsyncCustomers(AsyncResource):
    """The asynchronous twin of :class:`Customers`."""

    async def get(self, id: str, *, options: Options | None = None) -> PartnerCustomer:
        """Get one customer.

        See :meth:`Customers.get`.
        """
        return await self._call(GET, query={"id": id}, options=options)

    async def import_one(
        self,
        *,
        description: str | None | Omit = OMIT,
        company: str | None | Omit = OMIT,
        first_name: str | None | Omit = OMIT,
        last_name: str | None | Omit = OMIT,
        display_name: str | None | Omit = OMIT,
        phone_number: str | None | Omit = OMIT,
        email: str | None | Omit = OMIT,
        civility: str | None | Omit = OMIT,
        language: FullwhereLanguage | None | Omit = OMIT,
        metadata: Mapping[str, str] | Omit = OMIT,
        sms_optin: bool | None | Omit = OMIT,
        email_optin: bool | None | Omit = OMIT,
        zenchef_id: str | None | Omit = OMIT,
        ubereats_id: str | None | Omit = OMIT,
        deliveroo_id: str | None | Omit = OMIT,
        zelty_id: str | None | Omit = OMIT,
        sevenrooms_id: str | None | Omit = OMIT,
        meta_id: str | None | Omit = OMIT,
        mews_id: str | None | Omit = OMIT,
        oracle_id: str | None | Omit = OMIT,
        partouche_id: str | None | Omit = OMIT,
        como_id: str | None | Omit = OMIT,
        the_fork_id: str | None | Omit = OMIT,
        chr365_id: str | None | Omit = OMIT,
        options: Options | None = None,
    ) -> PartnerCustomer:
        """Import one customer.

        See :meth:`Customers.import_one`.
        """
        return await self._call(
            IMPORT_ONE,
            body={
                "description": description,
                "company": company,
                "firstName": first_name,
                "lastName": last_name,
                "displayName": display_name,
                "phoneNumber": phone_number,
                "email": email,
                "civility": civility,
                "language": language,
                "metadata": metadata,
                "smsOptin": sms_optin,
                "emailOptin": email_optin,
                "zenchefId": zenchef_id,
                "ubereatsId": ubereats_id,
                "deliverooId": deliveroo_id,
                "zeltyId": zelty_id,
                "sevenroomsId": sevenrooms_id,
                "metaId": meta_id,
                "mewsId": mews_id,
                "oracleId": oracle_id,
                "partoucheId": partouche_id,
                "comoId": como_id,
                "theForkId": the_fork_id,
                "chr365Id": chr365_id,
            },
            options=options,
        )

    def list(
        self,
        *,
        limit: float | Omit = OMIT,
        page: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[PartnerCustomer]:
        """List customers.

        See :meth:`Customers.list`.
        """
        return self._pages(LIST, body={"limit": limit, "page": page}, max_items=max_items, options=options)

    async def import_batch(
        self, *, batch: Sequence[CustomerImport | CustomerImportParams], options: Options | None = None
    ) -> Any:
        """Import many customers.

        See :meth:`Customers.import_batch`.
        """
        return await self._call(IMPORT_BATCH, body={"batch": batch}, options=options)
